"""`papercut score`: its figures are those of score.py, its truths are checked, and it says what is wrong where."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import jsonschema
import pytest

import papercut as pc
from damage import DAMAGES, damaged
from papercut.cli import main
from papercut.schemas import schema
from papercut.score.figures import figures, score_page
from papercut.score.match import match
from papercut.score.page_figures import NAMES
from papercut.score.report import plain, wrong_lines
from papercut.score.truth import truth_of
from papercut.score.worst_articles import wrong
from papercut.stages import ORDER
from reference import KEPT, asked, reference, seed_truth
from scoring import DOCUMENT, REFERENCE, block, lay_out, scored
from shell import PAPERCUT, SEED, all_of, environment, papercut, sh

KEPT_FIGURES = json.loads(KEPT.read_text("utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The page of docs/how-to/score.md and its truth."""
    return lay_out(tmp_path)


# the figures


@pytest.mark.parametrize("kind", ["text", "ocr"])
@pytest.mark.parametrize("name", DAMAGES)
def test_the_figures_are_those_of_the_reference(name: str, kind: str) -> None:
    true, doc = damaged(name, seed_truth())
    counts = score_page(true, doc, SEED.read_text("utf-8"), kind == "ocr")
    assert figures(counts) == KEPT_FIGURES[name][kind]


def test_what_is_kept_of_the_reference_is_what_it_says(bench: Path) -> None:
    assert asked(bench) == KEPT_FIGURES


def test_the_faults_are_seen() -> None:
    whole = KEPT_FIGURES["nothing"]["text"]
    alike = {name for name in DAMAGES if KEPT_FIGURES[name]["text"] == whole}
    assert alike == {"nothing", "headline read otherwise", "other characters"}


SOME = ("seed", "press/001", "press/003", "press/021", "press/h1", "press/v2", "jingbao/1920-04-03-2",
        "jingbao/1930-04-12-2", "jingbao/1939-04-27-4")  # fmt: skip


@pytest.mark.parametrize("name", SOME)
def test_on_the_bench_the_command_says_what_the_reference_says(bench: Path, name: str) -> None:
    page = bench / "pages" / name
    score, pipeline = reference(bench), pc.build()
    truth = json.loads((page / "truth.json").read_text("utf-8"))
    found = scored(page, "--raw", "*.txt")
    raws = sorted((page / "raw").glob("*.txt"))
    assert [one["raw"] for one in found["pages"]] == [str(raw) for raw in raws]
    for raw, one in zip(raws, found["pages"], strict=True):
        doc = json.loads(pc.to_json(pipeline(pc.read(raw))))
        ocr = raw.name.startswith(("ocr-", "scan"))
        expected = score.figures(score.score_page(truth, doc, raw.read_text("utf-8", "replace"), None, ocr))
        assert {key: one["figures"][key] for key in expected} == expected, raw.name


def test_the_seed_is_all_right(tmp_path: Path) -> None:
    (tmp_path / "truth.json").write_text(json.dumps(seed_truth()), "utf-8")
    (figures_,) = {json.dumps(row) for row in scored("--truth", tmp_path / "truth.json", SEED)["figures"].values()}
    best = dict.fromkeys(NAMES, 1.0) | {"cer": 0.0, "spacing": 0.0, "lost": 0.0, "twice": 0.0, "n": 6}
    assert json.loads(figures_) == best
    assert tuple(json.loads(figures_)) == NAMES


def test_pages_are_added_up_and_not_averaged(tmp_path: Path) -> None:
    one = {"articles": [{"headline": "甲", "body": ["今天上午九时河边的老桥重新开放通行了。"]}]}
    two = {
        "articles": [
            {"headline": "乙", "body": [text]} for text in ("昨晚城里下了一场少见的大雪。", "明天学校照常上课。")
        ]
    }
    for name, truth in (("a", one), ("b", two)):
        (tmp_path / f"{name}.truth.json").write_text(json.dumps(truth), "utf-8")
        (tmp_path / f"{name}.txt").write_text("无关\n", "utf-8")
    found = scored(tmp_path)
    assert set(found["figures"]) == {"*.txt", "all"}
    assert found["figures"]["all"]["n"] == 3 and found["figures"]["all"]["perfect"] == 0
    assert [one["page"] for one in found["pages"]] == ["a", "b"]


# through the command


def test_a_truth_of_another_page_is_pointed_out(folder: Path) -> None:
    done = papercut("score", SEED, "--truth", folder / "page.truth.json")
    assert done.returncode == 0
    assert b"of the text in" in done.stderr and b"is it the truth of this page?" in done.stderr
    assert not papercut("score", folder / "page.txt").stderr


def test_a_page_that_filters_have_worked_on_is_scored_as_it_is(folder: Path) -> None:
    (folder / "seed.json").write_bytes(papercut("score", "--draft", SEED).stdout)
    *before, last = (f"papercut {name}" for name in ORDER if name != "convert")
    end = "papercut score --truth seed.json --json"
    bare = sh(f"papercut read {SEED} | {' | '.join(before)} | {end}", cwd=folder)
    whole = sh(f"papercut read {SEED} | {' | '.join(before)} | {last} | {end}", cwd=folder)
    assert json.loads(bare.stdout)["figures"]["all"]["headline"] == 0
    assert json.loads(whole.stdout)["figures"]["all"]["headline"] == 1
    halfway = sh(f"papercut read {SEED} | papercut build-paragraphs | {end}", cwd=folder)
    assert halfway.returncode == 3 and b"has no articles yet" in halfway.stderr


def test_settings_and_encodings_hold_as_for_clean(folder: Path) -> None:
    text = (folder / "page.txt").read_text("utf-8")
    (folder / "page.txt").write_bytes(text.encode("gb18030"))
    assert scored("page.txt", cwd=folder)["figures"]["all"]["article_f1"] == 1
    (folder / "papercut.toml").write_text('[convert]\nscript = "hant"\n', "utf-8")
    assert scored("page.txt", cwd=folder)["figures"]["all"]["cer"] > 0.1
    assert scored("page.txt", "--isolated", cwd=folder)["figures"]["all"]["cer"] == 0


def test_misreadings_are_pardoned_where_a_text_was_read_by_ocr(folder: Path) -> None:
    text = (folder / "page.txt").read_text("utf-8").replace("要道", "耍道").replace("借还", "借逐")
    for name in ("page.txt", "ocr-page.txt"):
        (folder / name).write_text(text, "utf-8")
    truth = ("--truth", folder / "page.truth.json")
    plain_, by_name = (scored(folder / name, *truth)["figures"]["all"] for name in ("page.txt", "ocr-page.txt"))
    asked_for = scored(folder / "page.txt", "--ocr", *truth)["figures"]["all"]
    assert plain_["paragraph_f1"] < by_name["paragraph_f1"] == 1
    assert asked_for == by_name
    assert scored(folder / "ocr-page.txt", "--no-ocr", *truth)["figures"]["all"] == plain_


# what people see


def test_the_worst_come_first_and_right_ones_never(folder: Path) -> None:
    true, doc = damaged("article lost", seed_truth())
    doc["articles"][0]["headline"] += "了"
    rows = wrong(match(true, doc))
    assert [row.number for row in rows if row.similarity == 0 and row.found is None] == [
        max(range(6), key=lambda n: len(true["articles"][n]["body"]))
    ]
    (other,) = [row for row in rows if row.found is not None]
    assert other.similarity > 0.99 and other.diffs == {
        "headline": [("=", true["articles"][0]["headline"]), ("+", "了")]
    }
    assert wrong(match(true, true)) == []
    empty = {"articles": [{**article, "headline": "别的"} for article in seed_truth()["articles"]]}
    (folder / "seed.json").write_text(json.dumps(empty), "utf-8")
    worst = scored(SEED, "--truth", folder / "seed.json", "--worst", "4")["worst"]
    assert len(worst) == 4 and [one["similarity"] for one in worst] == sorted(one["similarity"] for one in worst)
    assert all(set(one["diff"]) == {"headline"} and one["raw"] == str(SEED) for one in worst)


def test_the_diff_of_the_document_is_the_diff(folder: Path) -> None:
    truth = json.loads(block("json"))
    doc = json.loads(block("json"))
    doc["articles"][0].update(headline="让老街坊走得更近青石桥昨日修缮完工", kicker=None)
    (one,) = wrong(match(truth_of(truth, ""), truth_of(doc, "")))
    assert plain(wrong_lines(one, "page.txt")) == block("console")


def test_a_diff_shows_where_paragraphs_end_and_passes_over_what_does_not_count() -> None:
    truth = {"articles": [{"headline": "甲", "body": ["老桥昨日修好，居民称便。", "新路今天开工，为期三月。"]}]}
    doc = {"articles": [{"headline": "甲", "body": [{"text": "老桥 昨日修好,居民称便。新路今天开工,为期两月。"}]}]}
    (one,) = wrong(match(truth_of(truth, ""), doc))
    assert one.diffs["body"] == [
        ("=", "老桥昨日修好，居民称便。"), ("-", "¶"), ("=", "新路今天开工，为期"), ("-", "三"), ("+", "两"),
        ("=", "月。"),
    ]  # fmt: skip
    assert set(one.diffs) == {"body"}


def on_terminal(columns: int, *args: str) -> str:
    """What the command writes to a terminal that is so wide."""
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [*PAPERCUT, *args], stdout=follower, stderr=subprocess.PIPE, env=environment(COLUMNS=str(columns))
    ) as run:
        os.close(follower)
        out = all_of(leader)
        run.communicate()
    os.close(leader)
    return out.decode().replace("\r\n", "\n")


def test_the_table_is_plain_in_a_pipe_and_no_wider_than_a_terminal(folder: Path) -> None:
    piped = papercut("score", folder).stdout.decode()
    head, *rows = piped.strip("\n").split("\n")
    assert head.split() == ["*.txt"] and tuple(row.split()[0] for row in rows) == NAMES
    assert all(len(row.split()) == 2 for row in rows) and max(map(len, rows)) <= 80
    assert on_terminal(80, "score", str(folder)) == piped
    for n in range(9):
        (folder / "other").mkdir(exist_ok=True)
        (folder / "other" / "truth.json").write_bytes((folder / "page.truth.json").read_bytes())
        (folder / "other" / "raw").mkdir(exist_ok=True)
        (folder / "other" / "raw" / f"第{n}種文字.txt").write_bytes((folder / "page.txt").read_bytes())
    shown = on_terminal(80, "score", str(folder)).split("\n")
    assert max(sum(1 + (unicodedata.east_asian_width(ch) in "WF") for ch in line) for line in shown) <= 80
    assert sum(line.startswith("perfect ") for line in shown) > 1  # blocks


def test_nothing_that_acts_reaches_a_terminal(folder: Path) -> None:
    truth = json.loads(block("json"))
    truth["articles"][0]["headline"] = "桥\x1b[31m红"
    (folder / "page.truth.json").write_text(json.dumps(truth), "utf-8")
    shown = on_terminal(100, "score", str(folder), "--worst", "2")
    assert "\\u001b[31m" in shown and "\x1b[31m红" not in shown
    assert {unicodedata.category(ch) for ch in re.sub(r"\x1b\[[0-9;]*m|\n", "", shown)} & {"Cc", "Cf"} == set()


# the document


def test_the_truth_of_the_document_is_the_truth_of_its_page(folder: Path) -> None:
    jsonschema.Draft202012Validator(schema("truth")).validate(json.loads(block("json")))
    found = scored(folder)["figures"]["all"]
    assert found["placed"] == found["article_f1"] == found["join_f1"] == 1


def test_the_page_of_the_document_without_blank_lines_and_indents_comes_out_too(folder: Path) -> None:
    text = (folder / "page.txt").read_text("utf-8").replace("\u3000", "").replace("\n\n", "\n")
    assert [a.headline for a in pc.clean(text)][1:] == ["市图书馆延长开放时间"]


def test_every_command_of_the_document_runs(folder: Path) -> None:
    draft, *rest = re.findall(r"^```sh\n(.*?)^```$", DOCUMENT, re.DOTALL | re.MULTILINE)
    assert rest
    for script in (*rest, draft):
        done = sh(f"set -euo pipefail\n{script}", cwd=folder)
        assert (done.returncode, done.stderr) == (0, b"")


def test_the_python_of_the_document_runs(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block("python")], cwd=folder, capture_output=True, env=environment()
    )
    assert done.returncode == 0, done.stderr.decode()
    assert float(done.stdout) == scored(folder)["figures"]["all"]["perfect"]


def test_the_documents_name_every_figure_key_and_option() -> None:
    said = set(re.findall(r"`([^`\n]+)`", REFERENCE))
    keys = schema("truth")["$defs"]["article"]["properties"]
    assert {*NAMES, *keys} <= said
    assert {option for name in ("raw", "page", "worst", "truth", "ocr", "no-ocr", "json", "draft") if
            (option := f"--{name}") not in DOCUMENT} == set()  # fmt: skip


# without rapidfuzz


def test_without_rapidfuzz_the_way_to_get_it_is_said(folder: Path) -> None:
    code = (
        "import sys; sys.modules['rapidfuzz'] = None\n"
        "from papercut.cli import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )  # fmt: skip

    def run(*args: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-c", code, *args], cwd=folder, capture_output=True, env=environment(), timeout=60
        )

    done = run("score", "page.txt")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"papercut: error: papercut score needs the extra score: pip install 'papercut-text[score]'\n"
    assert run("--help").returncode == run("score", "--draft", "page.txt").returncode == 0


def test_help_without_pages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score"]) == 2
    said = capsys.readouterr()
    assert said.out == "" and "--worst" in said.err
