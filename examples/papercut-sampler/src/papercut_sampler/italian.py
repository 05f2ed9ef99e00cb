"""A language: what Italian newspapers print around their stories."""

from __future__ import annotations

from papercut import Cue
from papercut.plugins import Language

WORD = r"\p{Lu}[\p{L}.'’\-]{0,24}"
NAME = rf"{WORD}(?: (?:(?:de|di|da|del|della|d')[ ]?){{0,2}}{WORD}){{1,4}}"
PLACE = r"\p{Lu}[\p{L}.'’\-]{1,24}(?:[ ]\p{Lu}[\p{L}.'’\-]{0,24}){0,3}"
MONTHS = {
    "gennaio": 1, "febbraio": 2, "marzo": 3, "aprile": 4, "maggio": 5, "giugno": 6, "luglio": 7, "agosto": 8,
    "settembre": 9, "ottobre": 10, "novembre": 11, "dicembre": 12, "genn.": 1, "febbr.": 2, "sett.": 9, "ott.": 10,
    "nov.": 11, "dic.": 12,
}  # fmt: skip
MONTH = "|".join(month.replace(".", r"\.") for month in MONTHS)

LANGUAGE = Language(
    about="what Italian newspapers print around their stories",
    bylines=(
        Cue(
            "di-nome",
            rf"^(?:[Dd]i|DI|[Ss]ervizio di) {NAME}(?:(?:,| e) {NAME}){{0,2}}$",
            5.0,
            "a line of its own that names who wrote the story",
            ("di Mario Rossi", "DI ANNA DE LUCA", "Servizio di Carlo Bianchi e Ugo Verdi"),
            ("Di notte la città dorme", "di Roma"),
        ),
        Cue(
            "nostro-corrispondente",
            r"^[(\[]?(?:[Dd]al|DAL) (?:nostro|NOSTRO) (?:inviato|corrispondente|INVIATO|CORRISPONDENTE)"
            r"(?: [\p{L} ]{3,30})?[.)\]]{0,2}$",
            5.0,
            "the unnamed author of old papers",
            ("(Dal nostro inviato speciale)", "DAL NOSTRO CORRISPONDENTE"),
            ("Dal nostro punto di vista",),
        ),
    ),
    datelines=(
        Cue(
            "luogo-e-giorno",
            rf"^{PLACE}, (?:[0-9]{{1,2}}|1º) (?i:{MONTH})(?!\p{{L}})",
            3.0,
            "where and when the story was written",
            ("ROMA, 3 marzo — La Camera", "Reggio Emilia, 12 dic. Lo sciopero"),
            ("Il 3 marzo la Camera",),
        ),
    ),
    jumps_on=(
        Cue(
            "continua-a",
            r"[(\[]?(?:[Cc]ontinua|[Ss]egue|[Vv]edi) (?:a|in) (?:pagina|pag\.) "
            r"(?P<page>[0-9]{1,3}|due|tre)[.)\]]{0,2}$",
            4.0,
            "the story goes on on another page",
            ("Continua a pagina 3", "(Segue in pag. 2)", "Continua a pagina due"),
            ("La vita continua a pagina aperta",),
        ),
    ),
    jumps_from=(
        Cue(
            "segue-dalla",
            r"^[(\[]?(?:[Cc]ontinua|[Ss]egue) (?:dalla|da) (?:pagina |pag\. )?(?P<page>[0-9]{1,3}|prima)"
            r"(?: pagina)?[.)\]]{0,2}",
            4.0,
            "the story began on another page",
            ("Segue dalla prima pagina", "(Continua da pag. 1)"),
            ("Segue dalla discussione",),
        ),
    ),
    running_heads=(
        Cue(
            "anno-e-numero",
            r"^(?:[Aa]nno|ANNO) [0-9IVXLC]{1,6}[.,]?(?: ?[—–-])? ?(?:N\.|Num\.|n\.) ?[0-9]{1,5}\.?$",
            3.0,
            "year and number of the paper",
            ("Anno XII - N. 34", "ANNO LIX — N. 7"),
            ("Anno nuovo, vita nuova",),
        ),
    ),
    months=MONTHS,
    weekdays=("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
    page_words=("pagina", "pag."),
    page_numbers={"prima": 1, "due": 2, "tre": 3},
    date_words=("di", "del"),
)
