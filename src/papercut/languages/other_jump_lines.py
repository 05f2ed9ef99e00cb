"""Jump lines in Russian, Vietnamese, Korean, Spanish, Portuguese and Italian: what
`papercut.languages.western_jump_lines` holds beside those of German, French, Dutch and English."""

from __future__ import annotations

from papercut.rules import Cue

WORDS = (
    "Окончание|Продолжение|ОКОНЧАНИЕ|ПРОДОЛЖЕНИЕ|Начало|НАЧАЛО|Xem tiếp|XEM TIẾP|[Tt]iếp theo|계속|이어짐|이어집니다"
    "|Sigue|Pasa|Viene|Segue|Dalla|Vem da"
)
"""Each jump line of these languages has one of them."""

JUMPS_ON: tuple[Cue, ...] = (
    Cue(
        "okonchanie-na",
        r"[(\[]?(?i:окончание|продолжение) (?:см\. )?на (?:(?:стр\.|с\.|странице|полосе) ?)?(?P<page>[0-9]{1,3})"
        r"(?:-?(?:й|ой) (?:стр\.?|странице|полосе))?[.)\]]{0,2}$",
        4.0,
        "the story goes on on another page, in Russian",
        ("Окончание на стр. 3", "(Окончание на 2-й стр.)", "Продолжение на странице 5."),
        ("Окончание следует", "Продолжение на стройке"),
    ),
    Cue(
        "xem-tiep-trang",
        r"[(\[>▶►]{0,2} ?(?i:xem tiếp|tiếp theo)(?: ở)? (?i:trang|tr\.) ?(?P<page>[0-9]{1,3})[.)\]]{0,2}$",
        4.0,
        "the story goes on on another page, in Vietnamese",
        ("Xem tiếp trang 3", "(Xem tiếp trang 12)", "▶ XEM TIẾP TRANG 4"),
        ("Xem tiếp tranh luận", "trang 3 của cuốn sách"),
    ),
    Cue(
        "myeon-e-gyesok",
        r"[(<〈\[▶►☞]{0,2} ?(?P<page>[0-9]{1,3}) ?면(?:에|으로) ?(?:계속|이어짐|이어집니다)[.)>〉\]]{0,2}$",
        4.0,
        "the story goes on on another page, in Korean",
        ("▶3면에 계속", "(2면에 계속)", "☞ 12면으로 이어짐"),
        ("1면에서 계속", "3면에 계속 실렸다"),
    ),
    Cue(
        "sigue-en-pagina",
        r"[(\[]?(?:Contin[uú]a|Sigue|Pasa|Segue) (?:en |na |a |alla )?(?:la |a )?(?:[Pp][áa]gina|[Pp][áa]g\.)"
        r" ?(?P<page>[0-9]{1,3})[.)\]]{0,2}$",
        4.0,
        "the story goes on on another page, in Spanish, Portuguese or Italian",
        ("Continúa en la página 4", "(Pasa a la pág. 6)", "Continua na página 8", "Segue a pagina 5"),
        ("Continúa en la página web",),
    ),
)
JUMPS_FROM: tuple[Cue, ...] = (
    Cue(
        "nachalo-na",
        r"^[(\[]?(?:(?i:окончание|продолжение)\. ?)?(?i:начало) на (?:(?:стр\.|с\.|странице) ?)?(?P<page>[0-9]{1,3})"
        r"(?:-?(?:й|ой) (?:стр\.?|странице|полосе))?[.)\]]{0,2}",
        4.0,
        "the story began on another page, in Russian",
        ("Начало на стр. 1", "(Окончание. Начало на 1-й стр.)"),
        ("Начало на стройке",),
    ),
    Cue(
        "tiep-theo-trang",
        r"^[(\[]?(?i:tiếp theo) (?i:trang|tr\.) ?(?P<page>[0-9]{1,3})[.)\]]{0,2}",
        4.0,
        "the story began on another page, in Vietnamese",
        ("Tiếp theo trang 1", "(tiếp theo trang 1)"),
        ("Tiếp theo đó",),
    ),
    Cue(
        "myeon-eseo-gyesok",
        r"^[(<〈\[▶►☞]{0,2} ?(?P<page>[0-9]{1,3}) ?면에서 ?(?:계속|이어짐|이어집니다)[.)>〉\]]{0,2}",
        4.0,
        "the story began on another page, in Korean",
        ("▶1면에서 계속", "1면에서 계속"),
        ("1면에 계속",),
    ),
    Cue(
        "viene-de-pagina",
        r"^[(\[]?(?:Viene de|Continuación de|Vem da|Dalla) (?:la )?(?:[Pp][áa]gina|[Pp][áa]g\.)"
        r" ?(?P<page>[0-9]{1,3})[.)\]]{0,2}",
        4.0,
        "the story began on another page, in Spanish, Portuguese or Italian",
        ("Viene de la página 1", "Continuación de la pág. 1", "Dalla pagina 1"),
        ("Viene de la página web",),
    ),
)
