"""Jump lines of newspapers in Western scripts, and in Korean: which page a story goes on on, or came from."""

from __future__ import annotations

import re

from papercut.languages import english, other_jump_lines, other_packages
from papercut.languages.western import LONGEST, may_be_western
from papercut.rules import Cue

JUMPS_ON: tuple[Cue, ...] = (
    *english.JUMPS_ON,
    *other_jump_lines.JUMPS_ON,
    Cue(
        "fortsetzung-auf",
        r"[(\[]?(?:Fortsetzung|Schlu(?:ss|ß)|Weiter|Siehe|Bericht) (?:auf |s\. )?(?:der )?(?:Seite|S\.)"
        r" ?(?P<page>[0-9]{1,3})[.)\]]{0,2}$",
        4.0,
        "the story goes on on another page, in German",
        ("Fortsetzung auf Seite 3", "(Schluß auf Seite 12.)", "Siehe Seite 4", "Fortsetzung Seite 3"),
        ("Die Fortsetzung folgt", "Er stand auf Seite der Sieger"),
    ),
    Cue(
        "suite-en-page",
        r"[(\[]?(?:(?:Lire |Voir )?(?:la |LA )?(?:[Ss]uite|SUITE)|(?:[Vv]oir|[Ll]ire)) (?:de l'article"
        r" )?(?:(?:à|en|EN|a) )?(?:la |LA )?"
        r"(?:page|PAGE|p\.) ?(?P<page>[0-9]{1,3})[.)\]]{0,2}$",
        4.0,
        "the story goes on on another page, in French",
        ("Suite à la page 3", "(Lire la suite en page 8.)", "Voir page 4", "Suite page 2"),
        (
            "Suite de la page 1",
            "la suite de la page tournée",
        ),
    ),
    Cue(
        "vervolg-op",
        r"[(\[]?(?:[Vv]ervolg|[Ll]ees verder|[Zz]ie(?: verder)?) (?:op )?(?:pagina|pag\.|blz\.|bladzijde)"
        r" ?(?P<page>[0-9]{1,3})[.)\]]{0,2}$",
        4.0,
        "the story goes on on another page, in Dutch",
        ("Vervolg op pagina 3", "Zie verder blz. 5"),
        ("het vervolg op de pagina's",),
    ),
)
JUMPS_FROM: tuple[Cue, ...] = (
    *english.JUMPS_FROM,
    *other_jump_lines.JUMPS_FROM,
    Cue(
        "fortsetzung-von",
        r"^[(\[]?Fortsetzung (?:von|der) (?:Seite|S\.) ?(?P<page>[0-9]{1,3})[.)\]]{0,2}",
        4.0,
        "the story began on another page, in German",
        ("Fortsetzung von Seite 1", "(Fortsetzung von Seite 2)"),
        ("Fortsetzung folgt",),
    ),
    Cue(
        "suite-de-la-page",
        r"^[(\[]?(?:[Ss]uite|SUITE) de (?:la )?(?:page|p\.) ?(?P<page>[0-9]{1,3})[.)\]]{0,2}",
        4.0,
        "the story began on another page, in French",
        ("Suite de la page 1", "(Suite de la page 2.)"),
        ("Suite de la discussion",),
    ),
    Cue(
        "vervolg-van",
        r"^[(\[]?Vervolg van (?:pagina|pag\.|blz\.) ?(?P<page>[0-9]{1,3})[.)\]]{0,2}",
        4.0,
        "the story began on another page, in Dutch",
        ("Vervolg van pagina 1", "(Vervolg van blz. 2)"),
        ("Vervolg van het verhaal",),
    ),
)

_WORDS = "one two three four five six seven eight nine ten eleven twelve"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
PAGES = {name: str(n) for words in (_WORDS, _ORDINALS) for n, name in enumerate(words.split(), 1)}
"""Numbers of pages in words."""

_MARKS = "▶►☞〈〉"
"""What stands beside jump lines in Korean."""
_NUMBERED = re.compile("[0-9]|[Pp](?:age|AGE)")
JUMP_WORD = re.compile(
    "Cont|CONT|See|SEE|[Tt]urn to|TURN TO|Fortsetzung|Schlu|Weiter|Siehe|Bericht|[Ss]uite|SUITE|[Vv]oir|[Ll]ire"
    "|[Vv]ervolg|[Ll]ees|[Zz]ie|" + other_jump_lines.WORDS
)
"""What is in every jump line: the number of a page, and one of these words."""


def _may_jump(edge: str) -> bool:
    """The same for jump lines, which Korean has too."""
    return may_be_western(edge) or "\uac00" <= edge <= "\ud7a3" or (edge != "" and edge in _MARKS)


def jump(text: str) -> tuple[int, int, str, str | None] | None:
    """The jump line with which a text ends (`on`) or begins (`from`): where it stands, which it is, and its page."""
    if not (_may_jump(text[-1:]) or _may_jump(text[:1])):
        return None
    tail = max(0, len(text) - LONGEST)
    for edge, start, part, where, cues in (
        (text[-1:], tail, text[tail:], "on", JUMPS_ON),
        (text[:1], 0, text[:LONGEST], "from", JUMPS_FROM),
    ):
        for cue in cues if _may_jump(edge) and JUMP_WORD.search(part) and _NUMBERED.search(part) else ():
            if found := cue.find(part):
                page = PAGES.get(found["page"].lower(), found["page"])
                return start + found.start(), start + found.end(), where, page
        if may_be_western(edge) and (other := other_packages.jump(part, where)):
            begin, end, page = other
            return start + begin, start + end, where, page
    return None
