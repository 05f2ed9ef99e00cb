"""Put each headline on its own body."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from papercut.languages.common_words import word_across
from papercut.languages.page_script import is_western
from papercut.languages.story_phrases import BYLINE
from papercut.model.identity import article_id
from papercut.model.page import Article, Block, Cited, Decision, Furniture, Note, Page, Role
from papercut.model.pieces import Piece, line_runs, merge_pieces
from papercut.pipeline import Stage, option
from papercut.solver.assignment import ALONE
from papercut.solver.confidence import PLAIN_LINE, ArticleChances, article_confidences, on_line
from papercut.solver.headlines.body_parts import with_poet
from papercut.solver.headlines.candidates import CandidateWeigher, Group
from papercut.solver.headlines.cue_weights import headline_weights
from papercut.solver.headlines.detached_parts import parts_in_order
from papercut.solver.headlines.display_scene import DisplayScene, read_scene
from papercut.solver.headlines.display_units import Unit, join_units, unit_lines
from papercut.solver.headlines.group_cuts import Placement
from papercut.solver.headlines.ocr_corrections import with_corrected_headlines
from papercut.solver.headlines.placement import odds_of, place_headlines, runs_backward
from papercut.solver.headlines.roles import RoleReading, read_roles, role_habit, roles
from papercut.solver.lazy_evidence import LazyEvidence
from papercut.solver.lines.source_labels import tells_stories
from papercut.solver.western.articles_in_order import place_in_order
from papercut.solver.western.wordlikeness import badly_read

NAME = "place-headlines"
CLOSE = 0.75
"""A role that is less likely than this gets a note."""
IN_ORDER = 0.9
"""The chance given to a headline that stands right over its story in a Western script: a guess."""
Why = Callable[[int, Sequence[Unit]], Decision]
LONGEST_SUBHEAD = 40
"""Characters; display type within a text that is longer is taken for a headline that nothing fits."""


@dataclass(frozen=True, repr=False)
class PlaceHeadlines(Stage):
    """Give each article its headline, kicker and decks, wherever they are on the page.

    All headlines of a page are placed at once, with the highest total gain. A headline that no article wants becomes an
    article without a body. An article that gets none keeps `headline` None. Both are reported in `notes`. Articles that
    already have a headline stay as they are. On pages read by OCR, misread characters in a headline are corrected where
    the text of the article supports it, and a note keeps what was read. `keep_misread` switches this off.
    `cue_weights` and `confidence_line` are what `papercut learn` found about one newspaper.
    """

    keep_misread: bool = option(False, "Leave headlines as OCR misread them.")
    cue_weights: tuple[str, ...] = option(
        (), "What is added to the weight of a cue, such as role:kicker-tiny=0.4: what papercut learn found."
    )
    confidence_line: tuple[float, float] = option(
        PLAIN_LINE, "Two numbers that correct confidence: its log-odds times the second, plus the first."
    )

    needs: ClassVar[frozenset[str]] = frozenset({"lines", "blocks", "articles"})
    makes: ClassVar[frozenset[str]] = frozenset({"articles"})
    separates: ClassVar[bool] = True

    def __post_init__(self) -> None:
        super().__post_init__()
        headline_weights("role", tuple(self.cue_weights))  # a slip in a profile is told before a page is read

    def run(self, page: Page) -> Page:
        """Give the page's articles their headlines; every line of display type ends in one article."""
        page = page.replace(articles=articles_with_body(page))
        learned, line = tuple(self.cue_weights), tuple(self.confidence_line)  # from JSON they are lists
        scene = read_scene(page)
        articles = list(page.articles or ())
        decisions = list(page.decisions)
        placed: dict[int, float | None] = {}
        if scene.units:
            ordered = is_western(page.raw) or tells_stories(page)
            kept = ordered and badly_read(page.raw)
            placing, why = _placed(scene, ordered, learned)
            alone: list[Article] = []
            for k, group in enumerate(placing.groups):
                if k in placing.joined:
                    continue
                units = [scene.units[u] for u in group.units]
                if placing.mates[k] == ALONE:
                    inside = _as_subhead(scene, articles, group, units, kept)
                    if inside is None:
                        alone.append(_without_body(units))
                    else:
                        articles[inside[0]] = inside[1]
                    continue
                story = scene.stories[placing.mates[k]]
                torn = [placing.groups[j] for j, main in placing.joined.items() if main == k]
                backward = runs_backward(placing, group.run)
                if torn:
                    parts = parts_in_order(scene, [group, *torn], placing.mates[k], backward)
                    units = [scene.units[u] for u in parts]
                exact = page.source.format == "pdf"
                article = articles[story.number]
                readings = read_roles(
                    unit_lines(units), "\n".join(story.paragraphs), headline_weights("role", learned), exact,
                    role_habit(scene.units, units),
                )  # fmt: skip
                article = _with_headline(article, units, story.paragraphs, backward, readings[0])
                articles[story.number] = with_poet(page.raw, article)
                decisions.append(why(k, units))
                placed[story.number] = decisions[-1].odds
            articles += alone
        for number, article in enumerate(articles):
            bare = article.headline is None and article.body and not any(n.code == "no-headline" for n in article.notes)
            if bare:
                articles[number] = _noted(article, "no-headline", article.lines[:1], "no headline on the page fits")
                placed[number] = None
        known = sorted(placed)
        chances = [_chances(articles[number], placed[number]) for number in known]
        found = article_confidences(chances, "sheet" if page.placed else "text")
        for number, chance in zip(known, found, strict=True):
            articles[number] = dataclasses.replace(articles[number], confidence=on_line(chance, (line[0], line[1])))
        named = tuple(
            a if a.id else dataclasses.replace(a, id=article_id(page.source, a.body or a.parts, page.raw))
            for a in articles
        )
        copies = tuple(Furniture(Role.DUPLICATE, u.text, u.pieces, "doubled-line") for u in scene.copies)
        page = page.replace(articles=named, furniture=(*page.furniture, *copies), decisions=tuple(decisions))
        return page if self.keep_misread else with_corrected_headlines(page, NAME)


def _placed(scene: DisplayScene, ordered: bool, learned: tuple[str, ...]) -> tuple[Placement, Why]:
    """Whose each group of display type is, and what makes the decision on one of them: on a page in a Western script
    the order of the page decides (`ordered`), else what all headlines of the page gain together."""
    if ordered:
        placing = place_in_order(scene)
        return placing, partial(_decision_in_order, scene, placing)
    placing, weigher = place_headlines(scene, learned)
    return placing, partial(_decision, scene, weigher, placing)


def articles_with_body(page: Page) -> tuple[Article, ...]:
    """The page's articles without those that only hold a display block of the page until it is placed."""
    display = {b.pieces for b in page.blocks or () if b.role is Role.HEADLINE}
    return tuple(
        a for a in page.articles or () if a.body or len(a.parts) != 1 or a.id or a.parts[0].pieces not in display
    )


def _chances(article: Article, place: float | None) -> ArticleChances:
    """What is known of an article, now that its headline is placed with the chance `place`."""
    return ArticleChances(
        article.confidence,
        next((b.confidence for b in article.parts if b.role is Role.HEADLINE), None),
        place,
        min((b.confidence for b in article.body), default=1.0),
        len(article.body),
        sum(len(b.text) for b in article.body),
        len(article.deck),
        article.kicker is not None,
    )


def _block(lines: Sequence[Sequence[Unit]], role: Role, confidence: float) -> Block:
    units = [unit for line in lines for unit in line]
    pieces = merge_pieces(p for unit in units for p in unit.pieces)
    return Block(join_units(units), pieces, role, confidence=confidence)


def _with_headline(
    article: Article, units: Sequence[Unit], story: Sequence[str], backward: bool, best: RoleReading
) -> Article:
    """The article with its headline, kicker and decks, as they are best read. Where headlines stand `backward`, in the
    opposite order of their bodies, what comes first of a kicker and a deck is the deck."""
    lines = unit_lines(units)
    named = roles(best, len(lines))
    kicker = [line for line, role in zip(lines, named, strict=True) if role is Role.KICKER]
    head = [line for line, role in zip(lines, named, strict=True) if role is Role.HEADLINE]
    decks = [line for line, role in zip(lines, named, strict=True) if role is Role.DECK]
    if backward and len(kicker) == len(decks) == 1:
        kicker, decks = decks, kicker
    parts: list[Block] = []
    if kicker:
        parts.append(_block(kicker, Role.KICKER, best.chance))
    headline = _block(head, Role.HEADLINE, best.chance)
    parts.append(headline)
    under = [_block(deck, Role.DECK, best.chance) for deck in _decks(decks, "\n".join(story))]
    # a line that says who wrote it may be set as a deck is
    signed = next((b for b in under if BYLINE.match(b.text)), None) if article.byline is None else None
    if signed is not None:
        under = [b for b in under if b is not signed]
        parts.append(dataclasses.replace(signed, role=Role.BYLINE))
    parts += under
    article = dataclasses.replace(
        article,
        headline=headline.text,
        kicker=parts[0].text if kicker else None,
        deck=tuple(b.text for b in under),
        byline=article.byline if signed is None else signed.text,
        parts=(*parts, *article.parts),
    )
    if best.chance < CLOSE:
        text = f"{best.kickers} kicker and {best.decks} deck lines of {len(lines)}; chance {best.chance:.2f}"
        article = _noted(article, "kicker-or-deck", line_runs(_pieces(units)), text)
    return article


def _decks(lines: Sequence[list[Unit]], story: str) -> list[list[list[Unit]]]:
    """The lines of decks, those together that are one deck: after a dash, where the break falls within a word, or where
    one goes on with a small letter."""
    out: list[list[list[Unit]]] = []
    for line in lines:
        text = line[0].text
        if out and text[:1] not in "—─":
            last = out[-1]
            goes_on = text[:1].islower() and line[0].size == last[-1][0].size
            if goes_on or last[0][0].text[:1] in "—─" or _within_word(last[-1][-1].text, text, story):
                last.append(line)
                continue
        out.append([line])
    return out


def _within_word(upper: str, lower: str, story: str) -> bool:
    """Whether a break between two lines falls within a word that the story has, and not between two that happen to meet
    there too."""
    meets = story.count(upper[-1] + lower[0])
    return meets > 1 or (meets > 0 and word_across(upper[-3:], lower[:3]) == "word")


def _without_body(units: Sequence[Unit]) -> Article:
    """An article that is nothing but a headline, so that nothing on the page is lost."""
    block = _block([units], Role.HEADLINE, 0.5)
    article = Article(headline=block.text, parts=(block,), confidence=0.1)
    return _noted(article, "headline-without-body", block.lines, "no article of the page fits this headline")


def _as_subhead(
    scene: DisplayScene, articles: Sequence[Article], group: Group, units: Sequence[Unit], kept: bool
) -> tuple[int, Article] | None:
    """The article that a group no story wants stands in, between two paragraphs, with the group as its subhead; behind
    the paragraph that goes on below it, and however long it is, if all is `kept` where it stands: on a badly
    read page in a Western script such lines are mostly no headlines."""
    run = scene.runs[group.run]
    if not run.inside or run.before is None or (len(join_units(units)) > LONGEST_SUBHEAD and not kept):
        return None
    number = scene.stories[run.before].number
    article = articles[number]
    here = min(p.line for unit in units for p in unit.pieces)
    body = article.body
    for k in range(1, len(body) + kept):
        before, after = body[k - 1].pieces[-1].line, body[k].pieces[0].line if k < len(body) else here + 1
        spans = kept and body[k - 1].pieces[0].line < here < before
        if spans or (before < here < after and (kept or body[k].starts == "whole")):
            block = _block([units], Role.SUBHEAD, 0.5)
            article = dataclasses.replace(article, body=(*body[:k], block, *body[k:]))
            text = "display type within the text that is the headline of no other article"
            return number, _noted(article, "subhead-or-headline", block.lines, text)
    return None


def _noted(article: Article, code: str, lines: tuple[tuple[int, int], ...], text: str) -> Article:
    return dataclasses.replace(article, notes=(*article.notes, Note(code, NAME, lines, text)))


def _pieces(units: Sequence[Unit]) -> list[Piece]:
    return [p for unit in units for p in unit.pieces]


def _decision(
    scene: DisplayScene, weigher: CandidateWeigher, placing: Placement, k: int, units: Sequence[Unit]
) -> Decision:
    """Why a group went to its story."""
    group = placing.groups[k]
    table = headline_weights(weigher.model, weigher.learned)
    cited = [(cue, table.get(cue, 0.0) * v) for cue, v in weigher.cues(group, placing.mates[k])]
    odds, others = odds_of(weigher, placing, k)
    rival = None
    if others:
        number, chance = others[0]
        rival = ("no article" if number == ALONE else _name(scene, number), round(chance, 4))
    return Decision(
        NAME, line_runs(_pieces(units)), _name(scene, placing.mates[k]), round(odds, 4), LazyEvidence(lambda: cited),
        rival, subject=join_units(units),
    )  # fmt: skip


def _decision_in_order(scene: DisplayScene, placing: Placement, k: int, units: Sequence[Unit]) -> Decision:
    return Decision(
        NAME,
        line_runs(_pieces(units)),
        _name(scene, placing.mates[k]),
        IN_ORDER,
        (Cited("stands-over-it", 1.0),),
        subject=join_units(units),
    )


def _name(scene: DisplayScene, number: int) -> str:
    """A story as a person knows it: by how it begins."""
    return scene.stories[number].paragraphs[0][:12]
