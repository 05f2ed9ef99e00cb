"""What learning is worth: pages are cut into parts, and what was learned on the others is tried on each part.

A habit is kept if, on pages that it was not learned on, it puts more right than it puts wrong, by more than chance
explains (one chance in twenty), and no fewer articles are exactly right. What is kept is then tried
together, and confidence on what comes of that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any, NamedTuple

from papercut.learning.confidence_habit import confidence_line, surprise
from papercut.learning.examples import Example, Way
from papercut.learning.habits import CONFIDENCE, HABITS, OPTION, STAGE, Habit
from papercut.registry import build
from papercut.score.checked_pages import Stated, stated
from papercut.score.figures import Verdict, verdicts
from papercut.score.match import match
from papercut.settings import AnyOptions, Options, merged
from papercut.solver.confidence import ConfidenceLine
from papercut.writers.json import document

FOLDS = 5
FEWEST_PAGES, FEWEST_ARTICLES = 5, 20
"""Fewer pages or articles say nothing."""
SURE = 1.64
"""So many standard deviations are more than chance in nineteen of twenty cases (one-sided normal quantile)."""
ALL = "all together"


class Points(NamedTuple):
    """What is right of a true article; `perfect` is all of it."""

    headline: bool
    parts: bool
    body: bool
    perfect: bool


class Outcome(NamedTuple):
    """What came of a page: what is right of each true article, and how sure papercut was of what it found."""

    points: tuple[Points, ...]
    stated: tuple[Stated, ...]


@dataclass
class Trial:
    """A habit on trial: `before` and `after` count articles exactly right without and with it, `won` and `lost` what
    came right and wrong by it of headlines, kickers and decks, and bodies."""

    name: str
    articles: int
    before: int = 0
    after: int = 0
    won: int = 0
    lost: int = 0
    kept: bool = False

    @property
    def verdict(self) -> str:
        """What became of it, and why."""
        if self.kept:
            return "is kept"
        if self.won <= self.lost:
            return "left out: it does not help" if self.won or self.lost else "left out: nothing changes"
        return "left out: another helps more" if self.helps else "left out: that may be chance"

    @property
    def helps(self) -> bool:
        """Whether it is worth keeping."""
        apart = self.won - self.lost
        return apart > 0 and apart >= SURE * sqrt(self.won + self.lost) and self.after >= self.before


@dataclass
class ConfidenceTrial:
    """Confidence on trial: the mean surprise per article without and with the line, and how far chance alone moves
    their difference (a standard error)."""

    before: float
    after: float
    error: float

    @property
    def verdict(self) -> str:
        """What became of it, and why."""
        if self.helps:
            return "is kept"
        return "left out: that may be chance" if self.after < self.before else "left out: it does not help"

    @property
    def helps(self) -> bool:
        """Whether it is worth keeping."""
        return self.before - self.after > SURE * self.error


@dataclass
class Learned:
    """What was learned: the options of a profile (empty, if nothing helps), and how it was tried."""

    pages: int
    articles: int
    folds: int
    options: Options = field(default_factory=dict)
    trials: list[Trial] = field(default_factory=list)
    together: Trial | None = None
    confidence: ConfidenceTrial | None = None

    def to_dict(self) -> dict[str, Any]:
        """The same for programs."""
        habits = {
            t.name: {
                "before": t.before, "after": t.after, "won": t.won, "lost": t.lost, "kept": t.kept
            } for t in [*self.trials, *([self.together] if self.together else [])]
        }  # fmt: skip
        out: dict[str, Any] = {"pages": self.pages, "articles": self.articles, "folds": self.folds, "habits": habits}
        if self.confidence is not None:
            own = self.confidence
            out[CONFIDENCE] = {"before": round(own.before, 4), "after": round(own.after, 4), "kept": own.helps}
        return out


class _Kept(NamedTuple):
    """A habit that helps, what it was learned from, and what came of it."""

    habit: Habit
    seen: list[Any]
    trial: Trial
    found: list[Outcome]


class _Lesson:
    """The pages, in their parts, and what comes of them with some options."""

    def __init__(self, examples: Sequence[Example], folds: int, options: AnyOptions) -> None:
        self.examples = sorted(examples, key=lambda example: example.key)
        order = {key: k for k, key in enumerate(sorted({example.key for example in examples}))}
        self.fold = [order[example.key] % folds for example in self.examples]
        self.folds = range(folds)
        self.options = options
        self.way = self._way({})

    def _way(self, learned: Options) -> Way:
        return Way(build(options=merged(self.options, learned)).stages)

    def seen(self, habit: Habit) -> list[Any]:
        """What a habit is learned from, page by page."""
        return [habit.seen(example, self.way) for example in self.examples]

    def learned(self, habit: Habit, seen: Sequence[Any], fold: int) -> Options:
        """What the pages outside a part teach."""
        return habit.options(one for one, own in zip(seen, self.fold, strict=True) if own != fold)

    def outcomes(self, options: Sequence[Options]) -> list[Outcome]:
        """What comes of each page with the options of its part."""
        ways = [self._way(own) for own in options]
        return [outcome_of(e, ways[own]) for e, own in zip(self.examples, self.fold, strict=True)]


def outcome_of(example: Example, way: Way) -> Outcome:
    """What comes of a page on this way."""
    found = match(example.truth, document(way.whole(example.page)), ocr=example.ocr)
    return Outcome(tuple(map(_points, verdicts(found))), tuple(stated(found)))


def _points(verdict: Verdict) -> Points:
    counts = verdict.counts

    def all_right(kind: str) -> bool:
        return bool(counts[f"{kind}_hit"] == counts[f"{kind}_true"] == counts[f"{kind}_found"])

    return Points(all_right("head"), all_right("part"), all_right("para"), verdict.perfect)


def learn(
    examples: Sequence[Example], options: AnyOptions | None = None, tell: Callable[[str], None] = lambda _: None
) -> Learned:
    """Learn from pages what helps, beside these options of stages. `tell` is called with what is being done."""
    folds = min(FOLDS, len({example.key for example in examples}))
    lesson = _Lesson(examples, folds, options or {})
    tell("as it is")
    plain = lesson.outcomes([{}] * folds)
    result = Learned(len(examples), sum(len(one.points) for one in plain), folds)
    kept: list[_Kept] = []
    for habit in HABITS:
        tell(habit.name)
        seen = lesson.seen(habit)
        own = [lesson.learned(habit, seen, fold) for fold in lesson.folds]
        found = lesson.outcomes(own) if any(own) else plain
        trial = _trial(habit.name, plain, found)
        result.trials.append(trial)
        if trial.helps:
            kept.append(_Kept(habit, seen, trial, found))
    best = _together(result, lesson, plain, kept, tell)
    line = _confidence(result, lesson, best)
    if line is not None:
        result.options = merged(result.options, {STAGE: {OPTION: line}})
    return result


def _together(
    result: Learned, lesson: _Lesson, plain: list[Outcome], kept: list[_Kept], tell: Callable[[str], None]
) -> list[Outcome]:
    """Try all habits together that help; where they do not help together, the one that helps most stands alone. Gives
    what comes of the pages then."""
    if not kept:
        return plain
    best = max(kept, key=lambda own: own.trial.won - own.trial.lost)
    found = best.found
    if len(kept) > 1:
        tell(ALL)
        both = lesson.outcomes(
            [merged(*(lesson.learned(own.habit, own.seen, fold) for own in kept)) for fold in lesson.folds]
        )
        result.together = _trial(ALL, plain, both)
        result.together.kept = result.together.helps
        kept, found = (kept, both) if result.together.helps else ([best], found)
    for own in kept:
        own.trial.kept = True
    result.options = merged(*(own.habit.options(own.seen) for own in kept))
    return found


def _trial(name: str, before: Sequence[Outcome], after: Sequence[Outcome]) -> Trial:
    """The outcomes of two ways of the same pages side by side."""
    trial = Trial(name, sum(len(one.points) for one in before))
    for old, new in zip(before, after, strict=True):
        for was, now in zip(old.points, new.points, strict=True):
            trial.before += was.perfect
            trial.after += now.perfect
            trial.won += sum(b > a for a, b in zip(was[:3], now[:3], strict=True))
            trial.lost += sum(b < a for a, b in zip(was[:3], now[:3], strict=True))
    return trial


def _confidence(result: Learned, lesson: _Lesson, outcomes: Sequence[Outcome]) -> ConfidenceLine | None:
    """The line of confidence, if it helps on pages that it was not learned on."""
    apart: list[float] = []
    before = 0.0
    for fold in lesson.folds:
        others = [one for own, o in zip(lesson.fold, outcomes, strict=True) if own != fold for one in o.stated]
        line = confidence_line(others)
        for own, outcome in zip(lesson.fold, outcomes, strict=True):
            if own == fold:
                before += sum(surprise(one) for one in outcome.stated)
                apart += [surprise(one) - surprise(one, line) for one in outcome.stated]
    if len(apart) < 2:
        return None
    mean = sum(apart) / len(apart)
    spread = sum((x - mean) ** 2 for x in apart) / (len(apart) - 1)
    before /= len(apart)
    result.confidence = ConfidenceTrial(before, before - mean, sqrt(spread / len(apart)))
    return confidence_line([one for o in outcomes for one in o.stated]) if result.confidence.helps else None
