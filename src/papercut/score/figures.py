"""The figures: what share of a page's articles, headlines, paragraphs and characters came out right.

    article_f1    articles found: the two bodies are at least 0.90 alike (Indel ratio)
    headline      F1 of headlines: the paired article carries exactly the true one (none where there is none)
    parts         F1 of kickers and decks, each on the right article; which of the two it is called does not count
    paragraph_f1  F1 of body elements that are exactly right
    perfect       true articles that are exactly right: headline, kicker and decks, each body element in its order
    byline        true bylines whose name the paired article's byline holds
    types         exactly right elements whose type (paragraph, subhead, list_item) is right too
    cer           character error rate of the paired bodies, with those of articles not found
    spacing       wrong spaces, too few or too many, in exactly right elements, per 1000 characters
    lost, twice   letters, digits and Han characters of the page that the output lacks, or has too often (shares)

What the truth holds as furniture never counts against an output that has it as an article, a caption or furniture.
Jump lines count neither way, nor does a credit in brackets at a story's end, nor do words that the truth calls loose.
Counts of pages are added up first, so each article counts the same, whatever page it stands on.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from papercut.score.likeness import Levenshtein
from papercut.score.match import ALIKE, Match, joined, match
from papercut.score.text import Element, Json, bare, flat, parts_of, texts, wrong_gaps

_ROLE_WORDS = re.compile(r"[（()）【】〔〕]|^.*?(?:记者|記者|通讯员|通訊員)")

WHOLE = ("headline", "kicker", "deck", "continued_on", "continued_from")
"""Keys of an article whose words stand nowhere else in it."""

COPIED = ("byline", "dateline")
"""Keys whose words the body may hold as well."""


class Verdict(NamedTuple):
    """What was counted for one true article, and whether it is exactly right."""

    counts: Counter[str]
    perfect: bool


def score_page(truth: Json, document: Json, raw_text: str | None = None, ocr: bool = False) -> Counter[str]:
    """The counts of one page: an article document held against its truth.

    `raw_text` is the page as it was read, for `lost` and `twice`; `ocr` says that characters may have been misread.
    The counts of several pages may be added; `figures` makes figures of them.
    """
    return counts_of(match(truth, document, ocr=ocr), document, raw_text)


def counts_of(matched: Match, document: Json, raw_text: str | None = None) -> Counter[str]:
    """The counts of a page whose articles are paired."""
    counts: Counter[str] = Counter()
    counts["true"], counts["found"] = len(matched.true), len(matched.found) - len(matched.ignored)
    for verdict in verdicts(matched):
        counts.update(verdict.counts)
    for j in matched.extra:
        counts["para_found"] += len(matched.found_bodies[j])
        counts["head_found"] += bool(matched.found[j].get("headline"))
    if raw_text is not None:
        source, held = bare(raw_text), _held(document)
        counts["src"] = source.total()
        counts["lost"], counts["twice"] = (source - held).total(), (held - source).total()
    return counts


def verdicts(matched: Match) -> list[Verdict]:
    """What is to be counted for each true article, in the truth's order."""
    out: list[Verdict] = []
    loose = matched.loose
    for i in range(len(matched.true)):
        verdict = _verdict(matched, i, loose)
        out.append(verdict)
        if verdict.counts["sp_chars"]:
            # score.py, which these figures must equal, looks for loose words among kickers and decks only until it
            # has come to an element that is exactly right
            loose = frozenset()
    return out


def _verdict(matched: Match, i: int, loose: frozenset[str]) -> Verdict:
    counts: Counter[str] = Counter()
    true, body = matched.true[i], matched.true_bodies[i]
    pair = matched.pairs.get(i)
    found: Json = matched.found[pair.found] if pair else {}
    found_body = matched.found_bodies[pair.found] if pair else []
    counts["hit"] = bool(pair and pair.likeness >= ALIKE)

    want = [element["flat"] for element in body]
    have = [e["flat"] for e in found_body if e["flat"] in want or not matched.excused(e["flat"])]
    hits = matched.common(want, have)
    counts.update(para_true=len(want), para_found=len(have), para_hit=len(hits))
    in_order = len(want) == len(have) and all(matched.alike(x, y) for x, y in zip(want, have, strict=True))

    headline, given = "".join(texts(true.get("headline"))), "".join(texts(found.get("headline")))
    right_headline = any(matched.alike(one, given) for one in [headline, *texts(true.get("headline_any"))])
    counts.update(head_true=bool(headline), head_found=bool(given), head_hit=bool(headline) and right_headline)

    right_parts = _parts(matched, parts_of(true, loose), parts_of(found, loose), counts)
    perfect = right_headline and right_parts and in_order
    counts["perfect"] = perfect

    bylines = texts(found.get("byline"))
    for who in texts(true.get("byline")):
        name = _ROLE_WORDS.sub("", who)
        counts["by_true"] += 1
        counts["by_hit"] += any(name in one or (len(one) > 1 and one in name) for one in bylines)
    for k, m in hits:
        _element(body[k], next(e for e in found_body if e["flat"] == have[m]), counts)

    text = joined(body)
    counts["edit"] = Levenshtein.distance(text, joined(found_body)) if pair else len(text)
    counts["chars"] = len(text)
    return Verdict(counts, perfect)


def _parts(matched: Match, true: list[str], found: list[str], counts: Counter[str]) -> bool:
    """Count kickers and decks; whether all of them are right."""
    hits = len(matched.common(true, found))
    if hits < max(len(true), len(found)) and "".join(true) == "".join(found):  # one deck of two lines, or two decks
        true = found = ["".join(true)]
        hits = 1
    counts.update(part_true=len(true), part_found=len(found), part_hit=hits)
    return hits == len(true) == len(found)


def _element(true: Element, found: Element, counts: Counter[str]) -> None:
    """Count type and spaces of an element whose text is right."""
    counts["type_true"] += 1
    counts["type_hit"] += found["type"] in (true["type"] or "paragraph").split("|")
    if found["flat"] == true["flat"]:
        counts["sp_wrong"] += wrong_gaps(true, found)
        counts["sp_chars"] += len(found["flat"])


def _held(document: Json) -> Counter[str]:
    """The letters, digits and Han characters of all that an article document holds."""
    held: list[str] = []
    for article in document.get("articles") or []:
        body = [flat(element.get("text")) for element in article.get("body") or []]
        held += body
        for key in WHOLE:
            held += texts(article.get(key))
        whole = "".join(body)
        held += [text for key in COPIED for text in texts(article.get(key)) if text not in whole]
    held += [one.get("text") or "" for one in document.get("furniture") or []]
    return bare("".join(held))


def figures(counts: Counter[str]) -> dict[str, float | None]:
    """The figures of counts; None where there was nothing to count. `n` is the number of true articles."""
    return {
        "article_f1": f1(counts["hit"], counts["true"], counts["found"]),
        "headline": f1(counts["head_hit"], counts["head_true"], counts["head_found"]),
        "parts": f1(counts["part_hit"], counts["part_true"], counts["part_found"]),
        "paragraph_f1": f1(counts["para_hit"], counts["para_true"], counts["para_found"]),
        "perfect": _share(counts["perfect"], counts["true"]),
        "byline": _share(counts["by_hit"], counts["by_true"]),
        "types": _share(counts["type_hit"], counts["type_true"]),
        "cer": _share(counts["edit"], counts["chars"]),
        "spacing": _share(1000 * counts["sp_wrong"], counts["sp_chars"]),
        "lost": _share(counts["lost"], counts["src"]),
        "twice": _share(counts["twice"], counts["src"]),
        "n": counts["true"],
    }


def f1(hit: int, true: int, found: int) -> float | None:
    """The harmonic mean of precision and recall."""
    return 2 * hit / (true + found) if true + found else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
