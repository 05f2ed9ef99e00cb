"""What checked pages teach: labels told from the truth, habits that are found again, and profiles that are used."""

from __future__ import annotations

import json
import math
import tomllib
from pathlib import Path

import numpy as np
import pytest

import papercut as pc
from papercut.corrections.files import append, corrections_path
from papercut.corrections.outputs import saved_pages
from papercut.corrections.records import new
from papercut.errors import UsageError
from papercut.learning.confidence_habit import confidence_line, surprise
from papercut.learning.cross_validation import Trial, _Lesson
from papercut.learning.examples import Example, Way, checked_examples, each_once
from papercut.learning.furniture_phrases import LineTexts, furniture_patterns, line_texts
from papercut.learning.label_habits import LabelledPage, label_weights, labelled_page
from papercut.learning.line_truth import Whose, true_labels
from papercut.learning.role_habits import cue_weights, role_choices
from papercut.readers import Reading, read
from papercut.score.checked_pages import Stated
from papercut.score.truth import read_truth
from papercut.solver import labelling
from papercut.solver.confidence import on_line
from papercut.solver.headlines.cue_weights import headline_weights
from papercut.solver.lines.chain_chances import chances
from shell import papercut_text as papercut

PAGES = Path(__file__).parent / "pages"
SEED = next((Path(__file__).parent.parent / "seeds").glob("*.txt"))


def example_of(name: str) -> Example:
    return Example(name, read(PAGES / name / "page.txt"), read_truth(PAGES / name / "truth.json"))


@pytest.fixture(scope="module")
def way() -> Way:
    return Way(pc.build().stages)


def own_pages() -> list[str]:
    return sorted(p.name for p in PAGES.iterdir() if p.name.startswith("own-") and (p / "page.txt").exists())


@pytest.mark.parametrize("name", own_pages())
def test_each_story_of_a_truth_begins_once(name: str, way: Way) -> None:
    example = example_of(name)
    page = way.to_lines(example.page)
    labels = true_labels(Whose(example.page.raw, example.places), [line.pieces for line in page.lines])
    with_text = [a for a in example.truth["articles"] if a["body"]]
    begun = labels.count("story")  # type: ignore[arg-type]
    assert len(with_text) - 2 <= begun <= len(with_text)  # a line that holds two texts is no one's


def test_label_weights_lean_towards_what_the_pages_hold(way: Way) -> None:
    pages = [page for name in own_pages() if (page := labelled_page(example_of(name), way))]
    weights = labelling.label_weights(label_weights(pages))
    assert weights is not None, "some label is more or less frequent than the networks think"

    def surprise_of_truth(page: LabelledPage, add: bool) -> float:
        rows = page.scores + add * (weights.every + page.after_blank[:, None] * np.array(weights.after_blank))
        odds = chances(rows, page.steps)
        return sum(-math.log(max(row[true], 1e-9)) for row, true in zip(odds, page.true, strict=True) if true >= 0)

    before, after = (sum(surprise_of_truth(page, add) for page in pages) for add in (False, True))
    assert after < before


def test_nothing_is_learned_of_nothing() -> None:
    assert label_weights([]) == ()
    assert cue_weights([]) == ()
    assert furniture_patterns([]) == ()


def test_weights_that_lie_far_off_are_drawn_back_by_choices(way: Way) -> None:
    choices = [choice for name in own_pages() for choice in role_choices(example_of(name), way)]
    assert choices
    turned = [c._replace(right=0) for c in choices]  # as if the paper had neither kickers nor decks
    found = dict(text.rsplit("=", 1) for text in cue_weights(turned * 20))
    table = headline_weights("role", tuple(f"{cue}={value}" for cue, value in found.items()))
    for choice in turned:
        scores = [sum(table.get(cue, 0.0) * v for cue, v in row.items()) for row in choice.cues]
        assert max(scores) == pytest.approx(scores[0])


def test_furniture_of_several_pages_becomes_a_pattern_and_text_never() -> None:
    around = frozenset({"责编张三", "第12期"})
    pages = [LineTexts(around, frozenset({"本报讯"})), LineTexts(frozenset({"第13期"}), frozenset({"第一段"}))]
    found = furniture_patterns(pages)
    assert len(found) == 1
    assert pc.SetAside(furniture_patterns=found)(pc.read_text("第 14 期\n")).furniture
    within = LineTexts(frozenset(), frozenset({"第15期"}))
    assert furniture_patterns([*pages, within]) == ()


def test_how_lines_begin_needs_three_pages() -> None:
    pages = [LineTexts(frozenset({f"责任编辑：{name}"}), frozenset()) for name in ("张三", "李四", "王五")]
    assert furniture_patterns(pages[:2]) == ()
    (pattern,) = furniture_patterns(pages)
    page = pc.SetAside(furniture_patterns=(pattern,))(pc.read_text("责任编辑：赵六\n本报记者责任编辑\n"))
    assert [f.text for f in page.furniture] == ["责任编辑：赵六"]


def test_lines_of_a_real_page_are_sorted_by_its_truth(way: Way) -> None:
    texts = [line_texts(example_of(name), way) for name in own_pages()]
    assert all(not one.around & one.within for one in texts)


def test_confidence_that_says_too_much_is_taken_down() -> None:
    stated = [Stated(0.9, k % 2 == 0) for k in range(40)]
    line = confidence_line(stated)
    assert on_line(0.9, line) == pytest.approx(0.5, abs=0.15)
    assert sum(surprise(s, line) for s in stated) < sum(surprise(s) for s in stated)
    assert on_line(0.3456, (0.0, 1.0)) == 0.3456


@pytest.mark.parametrize(
    ("before", "after", "won", "lost", "helps"),
    [
        (5, 6, 1, 0, False),
        (5, 6, 3, 0, True),
        (5, 6, 8, 3, False),
        (5, 5, 0, 0, False),
        (5, 4, 9, 1, False),
        (5, 6, 6, 5, False),
        (5, 5, 9, 2, True),
    ],
)
def test_a_habit_is_kept_if_it_helps_by_more_than_chance(
    before: int, after: int, won: int, lost: int, helps: bool
) -> None:
    assert Trial("x", 20, before, after, won, lost).helps is helps


@pytest.mark.parametrize(
    ("stage", "option", "value", "said"),
    [
        ("build-paragraphs", "label_weights", ("story",), "write a name and a number"),
        ("build-paragraphs", "label_weights", ("tale=1",), "'tale', which is not known"),
        ("build-paragraphs", "label_weights", ("story=inf",), "write a name and a number"),
        ("place-headlines", "cue_weights", ("role:nothing=1",), "which is not known"),
    ],
)
def test_wrong_weights_are_named(stage: str, option: str, value: tuple[str, ...], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        pc.build(options={stage: {option: value}})(read(SEED))


def test_label_weights_change_labels_and_are_told() -> None:
    page = read(SEED)
    plain = pc.build()(page)
    bent = pc.build(options={"build-paragraphs": {"label_weights": ("story=9", "after-blank:story=-3")}})(page)
    assert len(bent.articles or ()) > len(plain.articles or ())
    assert any("label_weights" in line for line in bent.history)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output of which every page has been checked; its inputs beside it."""
    root = tmp_path_factory.mktemp("learn")
    for number, name in enumerate(own_pages()):
        (root / "in").mkdir(exist_ok=True)
        (root / "in" / f"{number}.txt").write_bytes((PAGES / name / "page.txt").read_bytes())
    done = papercut("batch", "in", "-o", "out/", "--to", "json", cwd=root)
    assert done.returncode == 0, done.stderr
    for saved in saved_pages(root / "out"):
        append(corrections_path(root / "out"), [new("check", saved.document["source"], "me")])
    return root


def test_where_papercut_is_right_there_is_nothing_to_learn(checked: Path) -> None:
    done = papercut("learn", "out", "--inputs", "in", "-o", "paper.toml", "--json", cwd=checked)
    found = json.loads(done.stdout)
    assert found["pages"] == len(own_pages())
    assert not found["habits"]["labels of lines"]["kept"]
    assert not found["habits"]["kickers and decks"]["kept"]
    assert (done.returncode == 0) is (checked / "paper.toml").exists() is found["confidence"]["kept"]


def test_inputs_that_have_gone_or_changed_are_named_and_left_out(checked: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    gone = papercut("learn", "out", "--inputs", str(tmp_path / "none"), cwd=checked)
    assert gone.returncode == 3 and gone.stderr.count("say with --inputs") == len(own_pages())
    (tmp_path / "some").mkdir()
    for path in (checked / "in").iterdir():
        more = "又一行\n" if path.name == "0.txt" else ""
        (tmp_path / "some" / path.name).write_bytes(path.read_bytes() + more.encode())
    done = papercut("learn", "out", "--inputs", str(tmp_path / "some"), "--json", cwd=checked)
    assert done.stderr.count("it has changed since: run the batch again with --resume") == 1
    assert json.loads(done.stdout)["pages"] == len(own_pages()) - 1
    assert done.returncode != 0  # a page failed, whatever was learned


def test_checked_pages_are_examples(checked: Path) -> None:
    found = list(checked_examples(checked / "out", [checked / "in"], Reading(), pytest.fail))
    assert len(found) == len(own_pages())
    assert all(example.page.articles is None for example in found)


def test_texts_of_one_page_are_in_one_part_and_copies_count_once(way: Way) -> None:
    names = own_pages()
    texts = [example_of(name) for name in names]
    other = [Example(e.name, read(("\n" + "\n".join(e.page.raw)).encode()), e.truth) for e in texts]
    assert each_once([*texts, *texts]) == texts
    lesson = _Lesson(each_once([*texts, *other]), 5, {})
    parts: dict[str, set[int]] = {}
    for example, part in zip(lesson.examples, lesson.fold, strict=True):
        parts.setdefault(example.key, set()).add(part)
    assert len(lesson.examples) == 2 * len(names) and all(len(own) == 1 for own in parts.values())


def test_a_batch_takes_a_profile_with_every_kind_of_weight(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes(SEED.read_bytes())
    (tmp_path / "paper.toml").write_text(
        '[build-paragraphs]\nlabel-weights = ["story=0.1"]\n[place-headlines]\n'
        'cue-weights = ["role:kicker-tiny=0.2"]\nconfidence-line = [-1.0, 1.0]\n'
    )
    done = papercut("batch", "page.txt", "-o", "out", "--profile", "paper.toml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    whole = papercut("clean", "page.txt", "--to", "json", "--profile", "paper.toml", cwd=tmp_path)
    (page,) = saved_pages(tmp_path / "out")
    sure = [article["confidence"] for article in page.document["articles"]]
    assert sure == [article["confidence"] for article in json.loads(whole.stdout)["articles"]]


def test_what_does_not_go_with_learning_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text("")
    for args, said in (
        (("--profile", "p.toml"), "--profile does not go with it"),
        (("-o", "."), "is a folder: name a file"),
    ):
        done = papercut("learn", "out", *args, cwd=tmp_path)
        assert done.returncode == 2 and said in done.stderr


def test_too_few_pages_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(SEED.read_bytes())
    (tmp_path / "a.truth.json").write_text(json.dumps({"articles": []}))
    done = papercut("learn", str(tmp_path), cwd=tmp_path)
    assert done.returncode == 3
    assert "too few to learn from" in done.stderr


def test_a_profile_lies_beneath_settings_and_stands_in_the_history(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes(SEED.read_bytes())
    profile = tmp_path / "paper.toml"
    profile.write_text(
        '[set-aside]\nfurniture-patterns = ["^甲"]\n[place-headlines]\n'
        "confidence-line = [-1.0, 1.0]\nkeep-misread = true\n"
    )
    (tmp_path / "papercut.toml").write_text(
        '[patterns]\nfurniture = ["^乙"]\n[place-headlines]\nkeep-misread = false\n'
    )
    plain = json.loads(papercut("clean", "page.txt", "--to", "json", "--isolated", cwd=tmp_path).stdout)
    done = papercut("clean", "page.txt", "--to", "json", "--profile", "paper.toml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [a["confidence"] for a in found["articles"]] < [a["confidence"] for a in plain["articles"]]
    history = done.stdout[done.stdout.index('"history"') :]
    assert "Profile(" in history and "Settings(" in history
    assert "furniture_patterns=('^甲', '^乙')" in history  # those of both
    assert "keep_misread" not in history  # the settings go before the profile
    missing = papercut("clean", "page.txt", "--profile", "none.toml", cwd=tmp_path)
    assert missing.returncode == 2
    assert "--profile" in missing.stderr


def test_a_profile_is_toml_that_settings_read(tmp_path: Path) -> None:
    from datetime import date

    from papercut.learning.cross_validation import Learned
    from papercut.learning.profile import profile_text
    from papercut.settings import load

    options = {
        "set-aside": {"furniture_patterns": ('^\\s*"引"\x7f\\d',)},
        "place-headlines": {"confidence_line": (0.5, 0.8)},
    }
    text = profile_text(Learned(6, 30, 5, options), "out\n# x", date(2026, 1, 2))
    assert tomllib.loads(text)["set-aside"]["furniture-patterns"] == ['^\\s*"引"\x7f\\d']
    path = tmp_path / "p.toml"
    path.write_text(text, "utf-8")
    assert load(path).options == options
