"""`papercut explain`: every decision with its cues, weights and runner-up."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import papercut as pc
from papercut.explain import LEGEND, explanation, rows
from papercut.model.page import Break, Cited, Decision, Line, Note, Piece, Source
from papercut.solver.lines.label_chain import TAGS
from papercut.solver.lines.label_reasons import GROUPS
from shell import ROOT, SEED, papercut, sh
from test_cli import on_terminal


def page() -> pc.Page:
    """Two lines on the second page of a file, with a decision of every kind."""
    return pc.Page(
        Source("p.txt", page=2, first_line=11),
        ("桥通车了", "桥长百米"),
        (Line(1, "桥通车了", (Piece(1, 0, 4),)), Line(2, "桥长百米", (Piece(2, 0, 4),))),
        articles=(pc.Article(headline="桥", body=(pc.Block("桥长百米", (Piece(2, 0, 4),)),), confidence=0.5),),
        breaks=(Break(0, 1, "paragraph", (("paragraph", 0.7), ("joined", 0.3))),),
        decisions=(
            Decision("place-headlines", ((2, 2),), "桥长百米", 0.9, (), None, "桥通车了"),
            Decision(
                "build-paragraphs", ((1, 1),), "head", 0.8, (Cited("weak", 0.1), Cited("strong", -2.5)), ("story", 0.2)
            ),
            Decision("order", (), "as it stands", 1.0),
        ),
        notes=(Note("no-headline", "place-headlines", ((2, 2),), "nobody knows"),),
    )


def said(line: int | None = None, cues: int = 4) -> list[str]:
    return ["".join(text for text, _ in row) for row in rows(page(), line, cues)]


def test_each_decision_has_its_odds_cues_and_runner_up_in_the_order_of_the_page() -> None:
    assert said() == [
        "p.txt, page 2: 1 article, 0 pieces of furniture, 3 decisions",
        "  article  桥  line 12  0.50",
        LEGEND,
        "",
        "  order: as it stands 1.00",
        "",
        "line 11  桥通车了",
        "  build-paragraphs: head 0.80   runner-up: story 0.20",
        "      strong -2.50  weak +0.10  ",
        "  break before line 12: paragraph 0.70   runner-up: joined 0.30",
        "",
        "line 12  桥长百米",
        "  place-headlines: 桥通车了 → 桥长百米 0.90",
        "",
        "notes",
        "  no-headline  line 12  nobody knows  place-headlines",
    ]


def test_one_line_can_be_asked_for_by_its_number_in_the_file() -> None:
    assert [row for row in said(11) if row.startswith("line")] == ["line 11  桥通车了"]
    assert said(99) == ["p.txt, page 2: 1 article, 0 pieces of furniture, 3 decisions"]
    found = explanation(page(), 12)
    assert [d["stage"] for d in found["decisions"]] == ["place-headlines"]
    assert found["breaks"][0]["lines"] == [11, 12] and found["decisions"][0]["at"] == [[12, 12]]


def test_a_line_that_is_not_there_is_an_error_and_pages_without_it_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "two").write_text("甲\n乙\n\f丙\n", "utf-8")
    (tmp_path / "one").write_text("甲\n", "utf-8")
    done = papercut("explain", "two", "--line", "3", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"") and done.stdout.startswith(b"two, page 2: ")
    done = papercut("explain", "two", "one", "--line", "4", "-v", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"") and b"Traceback" not in done.stderr
    assert b"two has no line 4: it has 3 lines" in done.stderr and b"one has no line 4: it has 1 line\n" in done.stderr
    assert papercut("explain", "two", "one", "--line", "3", cwd=tmp_path).returncode == 1


def test_the_rest_of_the_cues_is_summed_up() -> None:
    assert "      strong -2.50  and 1 other, +0.10 in all" in said(cues=1)


def test_the_command_explains_every_line_of_the_seed() -> None:
    found = json.loads(papercut("explain", SEED, "--to", "json").stdout)
    stages = {d["stage"] for d in found["decisions"]}
    assert {"build-paragraphs", "separate-articles", "place-headlines"} <= stages
    lines = [n for n, row in enumerate(SEED.read_text("utf-8").split("\n"), 1) if row.strip()]
    explained = {n for d in found["decisions"] for first, last in d["at"] for n in range(first, last + 1)}
    assert set(lines) <= explained
    joined = {b["lines"][0] for b in found["breaks"]}
    assert len(joined) >= len(lines) - 1 - len(found["furniture"])
    for decision in found["decisions"]:
        assert 0 <= decision["odds"] <= 1
        if decision["stage"] in ("build-paragraphs", "place-headlines"):
            assert decision["cues"] and any(c["weight"] for c in decision["cues"]), decision
    headlines = [d for d in found["decisions"] if d["stage"] == "place-headlines"]
    placed = {n for d in headlines for first, last in d["at"] for n in range(first, last + 1)}
    for article in pc.clean(SEED):
        for part in article.parts if article.body else ():
            assert part.role != "headline" or part.lines[0][0] in placed, part.text
    assert all(d["runner_up"] for d in headlines)
    at = [d["at"][0][0] for d in found["decisions"] if d["at"]]
    assert at == sorted(at)


def test_a_page_from_filters_is_explained_as_it_is() -> None:
    done = sh(f"papercut read {SEED} | papercut build-paragraphs | papercut explain --to json")
    found = json.loads(done.stdout)
    assert found["history"] == ["BuildParagraphs()"] and found["articles"] == []


@pytest.mark.parametrize("options", [(), ("--line", "3"), ("--cues", "0")])
def test_it_is_plain_in_a_pipe_and_coloured_on_a_terminal(options: tuple[str, ...]) -> None:
    plain = papercut("explain", SEED, *options)
    assert plain.returncode == 0 and b"\x1b" not in plain.stdout and plain.stderr == b""
    shown, code = on_terminal("explain", str(SEED), *options)
    assert code == 0 and "\x1b[" in shown
    bare = re.sub(r"\x1b\[[0-9;]*m", "", shown).replace("\r\n", "\n")
    assert [row.rstrip() for row in bare.split("\n")] == [row.rstrip() for row in plain.stdout.decode().split("\n")]


def test_nothing_of_a_page_acts_on_a_terminal_here_either() -> None:
    shown, _ = on_terminal("explain", typed="　　本报讯\x1b]0;x\x07，\u202e反。\n".encode())
    assert not set(shown) & set("\x07\u202e") and "\x1b]" not in shown and "\\u001b]0;x" in shown


def test_the_reference_explains_every_label_and_kind_of_evidence() -> None:
    text = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    section = text.split("\n## explain\n")[1].split("\n## ")[0]
    named = set(re.findall(r"`([^`\n]+)`", section))
    assert {*map(str, TAGS), "display"} <= named
    assert {*GROUPS, "lines-above", "lines-below"} <= named
