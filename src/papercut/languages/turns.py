"""Lines whose breaks mean something, by what they hold: turns of a talk, rows of cells, lines of verse.

What is asked of one line alone; which lines make a stretch is told in `papercut.solve.stretches`.
"""

from __future__ import annotations

import re

from papercut.languages.sieved import Sieved

_HAN = "\u3400-\u9fff"

TURN = re.compile(
    rf"(?:(?P<han>[{_HAN}·]{{1,8}})[：:]|(?P<letter>[QA])(?:[.:：、]|\s?[：:])"
    r"|(?P<name>(?:(?:Mr|Mrs|Ms|Dr|The|THE)\.? )?[A-Z][\w’'\-]{0,20}(?: [A-Z][\w’'\-]{0,20}){0,2})(?::|\. ?[—–-]))"
    r"\s?(?=\S)"
)
"""The beginning of a turn: who speaks, and a colon. `记者：`, `问：`, `Q.`, `The Clerk:`."""

ASKED = frozenset("问問答")

NO_SPEAKER = re.compile(
    "电话|電話|热线|熱線|地址|地点|地點|时间|時間|日期|联系|聯繫|聯絡|联络|传真|傳真|邮|郵|网址|網址|编辑|編輯|责编|記者站|来源|來源|来自|來自|编号|編號|价格|價格"
    "|单位|單位|附|注|註|图|圖|摄影|攝影"
)
"""What stands before a colon in notices and imprints: no speaker."""

CELL_GAP = re.compile(r"\s{2,}|\u3000|\t|\s?(?:\.{3,}|…{2,}|·{4,})\s?")
"""White space, or leaders, wide enough to part two cells for certain."""

RESULT = re.compile(r"[A-Z][^.!?\n]{2,44}\s\d[\d/.]{0,5}")
"""A line in letters that ends with a figure: `Milltown 3, Greenhill 1`."""

FIGURE = re.compile(
    r"[-+±−$£€¥￥]?(?:\d[\d.,:：∶/%％½¼¾⅛⅜⅝⅞×～~]*|[½¼¾⅛⅜⅝⅞])(?:\s?[-–—∶:：/@]\s?\d[\d.]*)?(?:\s\d/\d{1,2})?(?:[%％元角分万亿吨斤°℃¢]|cts?\.?|[cdsp]\b)?|[-–—]{1,3}"
)
"""A cell that is a number, a price, a score, a time, or a dash for none."""

PROSE = re.compile(r"[，。；！？]|[,;!?]\s|[a-z]\.(?:\s|$)")
"""A mark of running text, which no row of a table has."""

VERSE = re.compile(rf"[“「『‘]?[{_HAN}]{{2,16}}(?:[，、]?[{_HAN}]{{2,8}})?[，。；！？、：…—―─”’」』]{{0,3}}")
"""A line that may be one of verse: at most one mark within, and no figures or letters."""

COUPLET = Sieved(
    "^.{3,9}[，；！？、].{3,9}[。，；！？]$",
    rf"([{_HAN}]{{3,9}})[，；！？、]([{_HAN}]{{3,9}})[。，；！？]",
)
"""Two lines of verse on one: both have as many characters."""

SPOKEN = re.compile("[的了在是我你他她它们們着著过過里裡这這那就也还還没沒不把被像让讓从從向和与與都又]")
"""Characters that lines of verse have far oftener than headlines do."""

POET = Sieved(
    "",
    rf"(?:[○◎●□■—\-·]{{0,2}}\s?)(?:[（(]?(?:文|诗|詩|作者|词|詞|译|譯)?[／/：:\s]?)(?P<name>[{_HAN}](?:\s?[{_HAN}]){{1,3}})[）)]?"
)
"""Who wrote a poem: a name on its own line, in brackets or behind a mark or not."""

FOREIGN_POET = Sieved(
    "[译譯］\\]）〕)]",
    rf"[［\[（(〔][{_HAN}]{{1,3}}[］\])）〕]\s?[{_HAN}·]{{2,16}}|[{_HAN}]{{2,4}}\s?[译譯]"
)
"""A poet from abroad behind the country's name, and who translated."""

WESTERN_VERSE = re.compile(r"[“‘\"'(]?[A-ZÀ-ÖØ-Þ][^\n]{6,64}[^\s\-¬]")
"""A line of verse in letters, which begins with a capital."""
