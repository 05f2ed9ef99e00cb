"""Newspapers in Western scripts: the tables for German, French and Dutch, and those of all such languages together.
Other packages add more (`other_packages`).

Every table is read against one line without the white space at its ends; all parts of a pattern are bounded. A page is
not asked for its language: the forms of one never stand in another with another meaning.
"""

from __future__ import annotations

import re

from papercut.languages import english, other_packages
from papercut.languages.english import NAME, PLACE
from papercut.rules import Cue

DE_MONTH = (
    "(?:J[aä]n(?:uar|ner|\\.)?|Feb(?:ruar|\\.)?|M[aä]rz|M[aä]r\\.|Apr(?:il|\\.)|Ma[iy]|Jun[iy]?"
    "|Jul[iy]?|Aug(?:ust|\\.)?|Sept?(?:ember|br|\\.)?|O[ck]t(?:ober|br|\\.)?|Nov(?:ember|br|\\.)?"
    "|De[cz](?:ember|br|\\.)?)"
)
DE_DAY = "(?:(?:Sonn|Mon|Diens|Donners|Frei|Sams)tag|Mittwoch|Sonnabend)"
FR_MONTH = (
    "(?:janv(?:ier|\\.)|f[ée]v(?:rier|\\.)|mars|avril|mai|juin|juillet|ao[ûu]t|sept(?:embre|\\.)"
    "|oct(?:obre|\\.)|nov(?:embre|\\.)|d[ée]c(?:embre|\\.))"
)
FR_DAY = (
    "(?:[Ll]undi|[Mm]ardi|[Mm]ercredi|[Jj]eudi|[Vv]endredi|[Ss]amedi|[Dd]imanche|LUNDI|MARDI"
    "|MERCREDI|JEUDI|VENDREDI|SAMEDI|DIMANCHE)"
)
NL_MONTH = (
    "(?:[Jj]an(?:uari[ij]?|uary|\\.)|[Ff]ebr?(?:uari[ij]?|uary|\\.)|[Mm]aart|[Aa]pril|[Mm]ei"
    "|[Jj]un[iy]j?|[Jj]ul[iy]j?|[Aa]ug(?:ustus|\\.)|[Ss]ept(?:ember|\\.)|[Oo][ck]t(?:ober|\\.)"
    "|[Nn]ov(?:ember|\\.)|[Dd]ec(?:ember|\\.))"
)
NL_DAY = "(?:[Zz]on|[Mm]aan|[Dd]ins|[Ww]oens|[Dd]onder|[Vv]rij|[Zz]ater)dag"

BYLINES: tuple[Cue, ...] = (
    *english.BYLINES,
    Cue(
        "von-par-door",
        rf"^(?:Von|VON|von|Par|PAR|par|Door|DOOR|door) (?:(?:unserem|unserer|unserm|notre|onze|M\.|Dr\."
        rf"|Mme|Prof\.) ?){{0,2}}{NAME}"
        rf"(?:(?:,| und| et| en) {NAME}){{0,2}}[.]?$",
        5.0,
        "a line of its own that names who wrote the story",
        ("Von Karl Meier", "VON DR. ANNA WEISS", "par Jean DUPONT", "Par M. de La Tour", "Door Jan de Vries"),
        ("Von der Maas bis an die Memel", "Par la suite, tout changea", "Door de regen bleef het stil"),
    ),
    Cue(
        "own-correspondent",
        r"^[(\[]?(?:DE NOTRE|De notre|de notre|DE NOS|De nos|PAR FIL|Par fil|VON UNSEREM|Von unserem|Von"
        r" unserm|Eigener|Van onzen?|VAN ONZEN?)"
        r" [\p{L}\- ]{3,40}[.)\]]{0,2}$",
        4.0,
        "the unnamed author, or the wire, of old papers; in brackets or on a line of its own",
        (
            "(DE NOTRE CORRESPONDANT PARTICULIER)",
            "(PAR FIL SPÉCIAL)",
            "Von unserem Berliner Korrespondenten",
            "Van onzen correspondent.",
        ),
        ("De notre côté, nous avons répondu, dit-il, à toutes les questions",),
    ),
)

DATELINES: tuple[Cue, ...] = (
    *english.DATELINES,
    Cue(
        "ort-und-tag",
        rf"^{PLACE}(?:, |,? (?:den|vom) ){{0,1}}(?:, )?(?:[0-9]{{1,2}}\. {DE_MONTH}|{DE_MONTH}"
        rf" [0-9]{{1,2}}\.)(?=\.|\s?[—–(-]|,|$| [\p{{Lu}}(])",
        3.0,
        "where and when the story was written, in German",
        ("Berlin, 3. März. Der Reichstag", "Wien, 14. Mai (Wolff.) Wie", "Hamburg, den 2. Dez. — In"),
        ("Der 3. März war ein Tag", "Im Jahre 1848 kam"),
    ),
    Cue(
        "agentur",
        rf"^{PLACE}[.,]? ?\((?:dpa|ddp|AP|AFP|afp|ap|Reuters?|rtr|ANP|Havas|Belga)\)",
        3.0,
        "a place and an agency in brackets",
        ("BONN (dpa) Der Kanzler", "Den Haag (ANP) De minister", "Lyon (AFP) Un"),
        ("Der Minister (CDU) sagte",),
    ),
    Cue(
        "lieu-et-jour",
        rf"^{PLACE}(?:,| le) (?:{FR_DAY} )?(?:[0-9]{{1,2}}|1er) {FR_MONTH}(?![\p{{L}}])",
        3.0,
        "where and when the story was written, in French",
        ("Paris, 12 mars. On annonce", "LONDRES, 1er avril — La Chambre", "Berne, lundi 3 janvier."),
        ("Hier, 12 députés", "Le samedi 15 mars"),
    ),
    Cue(
        "plaats-en-dag",
        rf"^{PLACE},? (?:den )?(?:[0-9]{{1,2}}(?:den|sten)? {NL_MONTH})(?![\p{{L}}])",
        3.0,
        "where and when the story was written, in Dutch",
        ("Amsterdam, 12 maart. De beurs", "LONDEN den 3 Januarij.", "Parijs, 14den april."),
        ("De 12 apostelen",),
    ),
)

FOLIOS: tuple[Cue, ...] = (
    *english.FOLIOS,
    Cue(
        "datum",
        rf"^(?:[\p{{L}} .'’\-]{{0,40}},? )?(?:{DE_DAY},? (?:den |der )?[0-9]{{1,2}}\. {DE_MONTH},? [0-9]{{4}}"
        rf"|{FR_DAY},? [0-9]{{1,2}} (?:{FR_MONTH}|\p{{Lu}}{{3,9}}|\p{{Lu}}\p{{Ll}}{{2,8}}) [0-9]{{4}}"
        rf"|{NL_DAY},? (?:den )?[0-9]{{1,2}} {NL_MONTH},? [0-9]{{4}})[.,]?$",
        3.0,
        "weekday and date with the year, alone on a line",
        ("Dienstag, 7. Dezember 1858", "Samedi 15 Mars 1884", "JEUDI 15 JANVIER 1942", "zaterdag 12 maart 1966"),
        ("Am Dienstag, 7. Dezember 1858, kam er",),
    ),
    Cue(
        "jahrgang",
        r"^(?:[0-9IVXL]{1,5}(?:\.|e|re|me| e)? ?(?:Jahrgang|Jahrg\.|[Aa]nnée|ANNÉE|ANNEE|[Jj]aargang)"
        r"|(?:Première|Deuxième|Troisième|Quatrième|Cinquième) [Aa]nnée)"
        r"(?:[.,]? ?[—–-]? ?(?:Nr\.?|N[o°º]\.?|N\.|No\.?|N) ?[0-9.,]{1,7})?\.?$|^(?:Nr\.?|N[o°º]\.?"
        r"|Nro\.) ?[0-9.,]{1,7}\.?$",
        3.0,
        "year and number of the paper",
        ("12. Jahrgang, Nr. 34", "Première Année. N° 19", "59e ANNÉE - N° 21.073", "Nr. 52.", "3e Jaargang"),
        ("Nr. 5 wohnt hier",),
    ),
    Cue(
        "preis",
        r"^(?:(?:Preis|Einzelpreis|Prix|PRIX|Prijs):? [\p{L}0-9.,:½ ]{1,24}|[0-9]{1,3} (?:CENTIMES"
        r"|Centimes|centimes|Pfennig|Pfg\.|Cent|cent))\.?$",
        2.5,
        "what the issue costs",
        ("Preis 10 Pfennig", "Prix du numéro: 15 c.", "10 CENTIMES", "Prijs 5 cent"),
        ("Preise steigen",),
    ),
    Cue(
        "seite",
        r"^(?:Seite|SEITE|Page|Pagina|Blz\.|PAGE) ?"
        r"(?:[0-9]{1,3}|(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))$",
        3.0,
        "the number of the page",
        ("Seite 4", "Pagina 12", "PAGE SEVEN"),
        ("Seite an Seite",),
    ),
)

HYPHENS = "-\u00ad\u2010¬⸗"
"""What stands for a hyphen at the end of a line."""
DOUBLE_HYPHEN = "="
"""What recognisers read the double hyphen of blackletter as; one only between letters."""
SUSPENDED = frozenset({"und", "oder", "sowie", "bzw", "noch"})
"""German words that never end a word: a hyphen before one stands for the rest of a compound (`Vor- und Nachteile`)."""

ELIDED = re.compile(
    r"(?:^|[^\w’'])(?:[cdjlmnstv]|qu|un|jusqu|lorsqu|puisqu|quoiqu|presqu|(?:[dns]|ne|su|da)?(?:e|a|u)?ll|co?ll|que(?:st|ll)"
    r"|sant|tutt|mezz|anch|com|dov|bell)[’']$",
    re.IGNORECASE,
)
"""A French or Italian word that lost its last vowel before the next one: no space follows (`dell’acqua`). To be
searched at the end of a line."""

LONGEST = 120
"""Characters; a longer line is no byline and no running head, and is not looked at."""


_KOREAN_BYLINE = re.compile(
    "(?:(?:글|사진|글·사진|[가-힣]{2,4}) ?= ?)?[가-힣]{2,4} (?:선임|객원|수습|전문)?(?:기자|특파원|논설위원|편집위원)"
    "(?: [\\w.]{2,24}@[\\w.]{4,24})?"
)
"""A line that says who wrote a story in Korean (`fullmatch`)."""


DATED = frozenset({"date-of-issue", "datum"})
"""The cues of running heads that hold the day of issue."""
_PARTS = re.compile(r"\s*[|•]\s*|\s{3,}|\t\s*")
"""What parts the pieces of a running head: bars, or wide gaps."""
_NUMBER_OR_NAME = re.compile(r"(?:[Pp](?:age|AGE)\s)?[A-Z]?\d{1,3}|[A-ZÀ-ÖØ-Þ][^\d,;:!?]{1,38}")
"""A page's number, or the name of a paper or a section."""


PHOTO_CREDIT = re.compile(
    r"[.!?”’\"] ?[(\[](?:Photo|Picture|Foto|Bild|Photograph)s?(?: by|:| von| par| de| door)? [^()\[\]]{3,60}[)\]]$"
    r"|[.!?”’\"] (?:Photo|PHOTO|Foto|Photograph)(?: by|:| BY) [A-Z][^.!?]{2,40}$"
    r"|[.!?”’\"] ?[(\[—–-]{1,2} ?(?:AP|UPI?|AFP|Reuters|Staff|File|Wire|Press)[ -]?(?:[Pp]hoto|[Ww]irephoto|PHOTO)s?"
    r"(?:(?: by|:| BY) [^()\[\]]{3,40})?[)\]]?$"
)
"""The end of a caption: a sentence, and who took the photograph (`search`)."""
PHOTO_LABEL = re.compile("(?:Photo(?:graph)?|PHOTO|Picture|Foto|Our (?:photo|picture)[a-z ]{0,12}|Pictured): ?[A-Z“\"]")
"""A label that begins a caption (`match`)."""


def may_be_western(edge: str) -> bool:
    """Whether a text with this character at its edge may match at all: most Chinese ones are told by it."""
    return "" < edge < "\u2000"


def is_folio(text: str) -> bool:
    """Whether a line is nothing but a running head."""
    if not may_be_western(text[:1]) or len(text) > LONGEST:
        return False
    if any(cue.find(text) for cue in FOLIOS) or other_packages.running_head(text):
        return True
    parts = _PARTS.split(text)
    if not 1 < len(parts) < 7 or not all(part[-1:] not in "!?;:," for part in parts):
        return False
    dated = [any(cue.find(part) for cue in FOLIOS if cue.name in DATED) for part in parts]
    return any(dated) and all(d or _NUMBER_OR_NAME.fullmatch(part) for d, part in zip(dated, parts, strict=True))


def is_byline(text: str) -> bool:
    """Whether a line says who wrote it, and nothing else."""
    if _KOREAN_BYLINE.fullmatch(text):
        return True
    if not may_be_western(text[:1]) or len(text) > LONGEST:
        return False
    return any(cue.find(text) for cue in BYLINES) or other_packages.byline(text)


def dateline(text: str) -> str | None:
    """The place and day with which a text begins."""
    if not may_be_western(text[:1]):
        return None
    cues = DATELINES if text[0].isupper() else ()  # each begins with a place
    own = next((found[0] for cue in cues if (found := cue.find(text[:LONGEST]))), None)
    return own or other_packages.dateline(text[:LONGEST])
