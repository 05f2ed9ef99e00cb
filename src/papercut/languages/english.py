"""English newspapers: bylines, datelines, jump lines, running heads.

Every table is read against one line without the white space at its ends. All parts of a pattern are bounded, so that a
hostile line costs no more than a plain one. `papercut.languages.western` puts these together with the tables of
other languages.
"""

from __future__ import annotations

import re

from papercut.rules import Cue

WORD = r"\p{Lu}[\p{L}.'’\-]{0,24}"
NAME = rf"{WORD}(?: (?:(?:van|von|de|du|der|den|ter|la|le|di|da|Mc|Mac|O’|d')[ ]?){{0,2}}{WORD}){{0,4}}"
"""A person's name: up to five words with capitals, and the small words of names between them."""

MONTH = (
    "(?:Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)|April|Apr\\.|May|June|July|Aug(?:ust|\\.)?|Sept?(?:ember|\\.)"
    "|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?)"
)
WEEKDAY = "(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
PLACE = r"\p{Lu}[\p{L}.'’\-]{1,24}(?:[ ]\p{Lu}[\p{L}.'’\-]{0,24}){0,3}"
_COLUMN = (
    r"(?:,? [Cc][Oo][Ll](?:[Uu][Mm][Nn]|\.)?"
    r" ?(?:[0-9]{1,2}|(?i:one|two|three|four|five|six|seven|eight|nine)))?"
)
PAGE_NUMBER = (
    r"(?P<page>[A-Z]?[0-9]{1,3}|(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))"
    + _COLUMN
)
"""The page that a jump line names, and its column."""
PAGE_ORDINAL = (
    r"(?P<page>(?i:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth))"
    r" (?:Page|PAGE|page)" + _COLUMN
)
"""The same as old papers name it."""
_CONTINUED = "Continued|CONTINUED|Cont(?:inue)?d?\\.?|Cont[’']d\\.?"
AGENCY = "(?:Reuters?|AP|A\\.P\\.|UPI|AFP|Associated Press|Press Association)"

BYLINES: tuple[Cue, ...] = (
    Cue(
        "by-name",
        rf"^(?:By|BY|by) (?:{NAME})(?:(?:,| and| AND) {NAME}){{0,3}}(?:, [\p{{L}} .']{{3,60}})?$",
        5.0,
        "a line of its own that names who wrote the story",
        ("By JOHN SMITH", "By Mary O'Neill and Peter van Dyke", "BY A. B. WALKLEY", "By John Smith, Political Editor"),
        ("By the sea there was a house of great age", "By Monday the strike had ended."),
    ),
    Cue(
        "from-our-own",
        r"^[(\[]?(?:FROM|From|BY|By) (?:OUR|Our|our|A|a) (?:[\p{L}\-]{2,20} ){0,3}"
        r"(?:CORRESPONDENT|Correspondent|correspondent|REPORTER|Reporter|Staff)s?[.)\]]{0,3}$",
        5.0,
        "the unnamed author of old papers",
        ("(FROM OUR OWN CORRESPONDENT.)", "From our Special Correspondent", "By Our Political Correspondent"),
        ("from our own gardens.",),
    ),
    Cue(
        "agency",
        rf"^\({AGENCY}[.]?\)$",
        4.0,
        "an agency in brackets on a line of its own",
        ("(Reuters)", "(AP)"),
        ("(applause)",),
    ),
)

DATELINES: tuple[Cue, ...] = (
    Cue(
        "place-and-day",
        rf"^(?:{PLACE}(?:, {PLACE})?),? (?:\({AGENCY}\)(?=\s?[—–-])|(?:{WEEKDAY},? )?{MONTH}"
        rf" [0-9]{{1,2}}(?=\s?[—–.,-]))",
        3.0,
        "where and when the story was written, before a dash",
        ("LONDON, March 3 — The House met", "New York, Sept. 14.—The strike", "PARIS (Reuters) - The franc"),
        ("Late in March 3 ships were lost", "The Prime Minister said on March 3 that"),
    ),
    Cue(
        "place-and-dash",
        rf"^(?:[\p{{Lu}}][\p{{Lu}} .'’\-]{{2,30}}(?:, {PLACE})?)(?=\s?—)",
        2.5,
        "a place in capitals before a dash",
        ("WASHINGTON — The Senate", "ST. LOUIS, Mo. — Two men"),
        ("The Senate — as it does", "I — he said"),
    ),
)

JUMPS_ON: tuple[Cue, ...] = (
    Cue(
        "continued-on",
        rf"[(\[]?\b(?:{_CONTINUED}|See|SEE|(?:Please )?[Tt]urn to|TURN TO) (?:on|ON|to|back )?\s?"
        r"(?:[A-Z][\w’'\-]{1,20}(?: [A-Z][\w’'\-]{1,20})?(?:,| on) )?"
        rf"(?:(?:(?:page|PAGE|Page|p\.|P\.) ?|(?=[A-Z][0-9])){PAGE_NUMBER}|{PAGE_ORDINAL})[.)\]]{{0,2}}$",
        4.0,
        "the story goes on on another page",
        (
            "Continued on page 3",
            "(Continued on Page A12, Column 3.)",
            "it was lost. Cont. on p. 7",
            "See Page 4",
            "Continued on Page 4, Col. 1",
            "See MILL, Page A6",
            "Continued on Page Five",
            "Please turn to Page 9",
            "See MILL on page B4",
            "[Continued on Second Page.]",
            "Cont’d on Page 3",
            "CONTINUED ON PAGE SIX, COLUMN TWO.",
        ),
        ("The trial continued on Monday", "See the second page"),
    ),
)
JUMPS_FROM: tuple[Cue, ...] = (
    Cue(
        "continued-from",
        rf"^[(\[]?(?:{_CONTINUED}) (?:[Ff]rom|FROM) ?"
        rf"(?:(?:(?:page|PAGE|Page|p\.|P\.) ?|(?=[A-Z][0-9])){PAGE_NUMBER}|{PAGE_ORDINAL})[.)\]]{{0,2}}",
        4.0,
        "the story began on another page",
        ("Continued from page 1", "(CONTINUED FROM PAGE A1)", "Continued From A1", "Continued from First Page"),
        ("Continued from the day before",),
    ),
)

FOLIOS: tuple[Cue, ...] = (
    Cue(
        "date-of-issue",
        rf"^(?:[\p{{L}} .'’&\-]{{0,40}},? )?(?i:{WEEKDAY}),? (?:(?i:{MONTH}) [0-9]{{1,2}}(?:st|nd|rd|th)?"
        rf"|[0-9]{{1,2}} (?i:{MONTH})),? [0-9]{{4}}[.,]?"
        r"(?: {1,4}(?:[Pp]age )?[A-Z]?[0-9]{1,3})?$",
        3.0,
        "weekday and date with the year, alone on a line",
        (
            "THE DAILY NEWS, Saturday, September 22, 1855",
            "THE NEWS, FRIDAY, MAY 4, 1923.",
            "Saturday 22 March 1924",
            "Friday, May 3rd, 1912.",
        ),
        ("He died on Saturday, March 3, 1888, at home",),
    ),
    Cue(
        "number-of-issue",
        r"^(?:VOL\.?|Vol\.?) ?[IVXLCDM0-9]{1,8}[.,]{0,2}(?:\s?[—–-]?\s?(?:NO|No)\.? ?[0-9,]{1,7}\.?)?$"
        r"|^(?:NO|No)\. ?[0-9,]{2,7}\.?$",
        3.0,
        "volume and number",
        ("VOL. XII.—No. 345.", "No. 21,073."),
        ("No. 10 Downing Street",),
    ),
    Cue(
        "price",
        r"^(?:PRICE|Price):? [\p{L}0-9$£¢.½ ]{1,20}$",
        2.5,
        "what the issue costs",
        ("PRICE ONE PENNY.", "Price 5 cents"),
        ("Prices rose again",),
    ),
    Cue(
        "page-number",
        r"^(?:(?:PAGE|Page) )?[A-Z]?[0-9]{1,3}$",
        2.0,
        "the number of the page",
        ("12", "Page 4", "A7"),
        ("12 men",),
    ),
)

VALEDICTION = re.compile(
    r"(?:I (?:am|remain),? )?(?:[Vv]ery )?"
    r"(?:[Yy]ours?|[Rr]espectfully|[Ss]incerely|[Ff]aithfully|[Tt]ruly)\b[^.!?]{0,40},"
)
"""The words before a letter's signature (`fullmatch`)."""
SALUTATION = re.compile(
    r"To the [Ee]ditor\b[^.!?]{0,40}[:.,]?$|To the (?:EDITOR|Editor) of\b.{0,40}$"
    r"|(?:Dear )?(?:S[Ii][Rr]S?|M[Rr]\. E(?:ditor|DITOR)|E(?:ditor|DITOR)|Madam|MADAM)"
    r"\s?(?:[:,.—–-]{1,2}(?=\s|$|[“\"A-Z]))"
)
"""How letters begin (`match`)."""
PLACE_AND_DAY = re.compile(
    rf"(?:[A-Z][\w.'’-]{{1,24}}(?: [A-Z][\w.'’-]{{0,24}}){{0,3}}, ){{0,2}}{MONTH}\s[0-9]{{1,2}}(?:st|nd|rd|th)?"
    r"(?:, ?[0-9]{2,4})?\.?"
)
"""Where and when a letter was written, on a line of its own (`fullmatch`)."""
SIGNER = re.compile(
    r"[(\[“\"]?(?=[A-Z])"
    r"(?:(?:[A-Z][\w.'’&-]{0,24},?|of|the|and|for|a|an|in|at|de|van|von|la)(?: (?!$)|[.)\]”\"]{0,2}$)){1,7}"
)
"""A name, or what somebody calls himself, below a letter (`fullmatch`)."""

ADVERT_ITEM = re.compile(
    r"(?i:(?:help |situations? |agents? |boarders? )?wanted|lost|found|strayed|stolen"
    r"|to (?:let|rent|lease|loan|exchange)|for (?:sale|rent|lease|hire|exchange)"
    r"|board|rooms?|reward|personal|money to loan|auction)"
    r"(?i:(?: and| or)? (?:found|stolen|strayed|board|wanted|to let|for sale))?\s?(?:\.?[—–]|:|\.? - |--)\s?(?=\S)"
)
"""The beginning of a small advert (`match`)."""
ADVERT_REACHES = re.compile(
    r"\b(?:[Aa]pply|[Rr]eward|[Aa]ddress|[Ii]nquire|[Ee]nquire|[Bb]ox|[Tt]el(?:ephone)?\.?|[Pp]hone|[Cc]all at"
    r"|[Ww]rite)\b"
    r"|[$£]\s?[0-9]|[0-9] [A-Z][a-z]+ (?:St|Street|Road|Rd|Ave|Avenue|Lane|Place)\b"
)
"""How to get what is offered, in a small advert (`search`)."""
