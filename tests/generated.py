"""Pages as newspapers set them and tools read them back, made by hypothesis: what the law must hold on."""

from __future__ import annotations

from hypothesis import strategies as st

HAN = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分"
    "对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
)
WORDS = ("PDF", "GDP", "5G", "8400PFLOPS", "a", "news-paper", "co-operation", "12.5%", "1. ", "2025", "ﬁnal", "oﬀer")
MARKS = "，。、；：！？，。，。"
PAIRS = ("“{}”", "《{}》", "（{}）", "【{}】", "(“{}”)", "「{}」")
LEADS = (
    "本报讯（记者 张闻）",
    "新华社北京3月28日电 ",
    "【本報訊】",
    "本报北京讯（记者 王 文 通讯员 李小明）",
    "据新华社电",
)
ENDS = ("（下转第三版）", "（上接A1版）", "（丹翁）", "（新华社发）", "（未完）", "本报记者 张闻", "(记者王文)")
FOLIOS = (
    "第三版　民國九年四月三日",
    "2025年3月28日 星期五 责任编辑：张闻 电话：010-12345678",
    "A03 要闻",
    "晶報",
    "- 7 -",
)
ODD = (
    "\x00\x07\x1b\x9b\x7f\xa0\xad\u200b\u200d\u202e\u2028\u2029\x85\v\x1c\ufeff"
    "\ufffd\ue000\u2f08\u2ee2\uf9d1ﬁﬀﾊﾟ｡\U0002f81a\U000e0020\u0301"
)
WIDE = {ord(a): ord(b) for a, b in zip("0123456789ABCPDF%", "０１２３４５６７８９ＡＢＣＰＤＦ％", strict=True)}

han = st.text(st.sampled_from(HAN), min_size=1, max_size=14)
marked = st.tuples(st.sampled_from(PAIRS), han).map(lambda t: t[0].format(t[1]))
word = st.one_of(han, han, han, st.sampled_from(WORDS), marked)
sentence = st.tuples(st.lists(word, min_size=1, max_size=6), st.sampled_from(MARKS)).map(lambda t: "".join(t[0]) + t[1])


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    """The text of a paragraph, with a lead or an end of the kinds that mean something."""
    text = "".join(draw(st.lists(sentence, min_size=1, max_size=8)))
    lead = draw(st.sampled_from(("", "", "", *LEADS)))
    end = draw(st.sampled_from(("", "", "", "", *ENDS)))
    return lead + text + end


@st.composite
def columns(draw: st.DrawFn, measure: int) -> list[str]:
    """A paragraph set in a column of `measure` characters, with the indent that the page has."""
    text = draw(st.sampled_from(("", "　　", "  ", "　"))) + draw(paragraphs())
    return [text[i : i + measure] for i in range(0, len(text), measure)]


@st.composite
def headlines(draw: st.DrawFn) -> list[str]:
    """Display lines, doubled in one of the ways in which outline type comes out of a PDF."""
    rows = draw(st.lists(han, min_size=1, max_size=3))
    how = draw(st.sampled_from(("once", "once", "line", "each", "block")))
    if how == "line":
        return [row + draw(st.sampled_from(("", " "))) + row for row in rows]
    if how == "each":
        return [row for row in rows for _ in "12"]
    return rows * 2 if how == "block" else rows


def _spaced(row: str) -> str:
    return " ".join(row)


def _beside(left: list[str], right: list[str], measure: int) -> list[str]:
    """Two columns on the same lines, as `pdftotext -layout` leaves them."""
    size = max(len(left), len(right))
    left, right = left + [""] * (size - len(left)), right + [""] * (size - len(right))
    return [a + "  " * (measure - len(a) + 2) + b for a, b in zip(left, right, strict=True)]


@st.composite
def newspaper_pages(draw: st.DrawFn) -> str:
    """The raw text of a page."""
    measure = draw(st.sampled_from((1, 8, 13, 18, 20, 26)))
    blank = draw(st.sampled_from(("never", "between", "every", "sometimes")))
    rows: list[str] = []
    for _ in range(draw(st.integers(1, 9))):
        kind = draw(st.sampled_from(("text",) * 4 + ("head",) * 2 + ("beside", "folio", "vertical", "list", "tail")))
        if kind == "text":
            part = draw(columns(measure))
        elif kind == "head":
            part = draw(headlines())
        elif kind == "beside":
            wide = max(measure, 8)
            part = _beside(draw(columns(wide)), draw(columns(wide)), wide)
        elif kind == "folio":
            part = [draw(st.sampled_from(FOLIOS))]
        elif kind == "vertical":
            part = list(draw(han))
        elif kind == "list":
            part = [f"{n}. {draw(sentence)}" for n in range(1, draw(st.integers(2, 4)))]
        else:
            part = [draw(st.sampled_from(ENDS))]
        if draw(st.integers(0, 3)) == 0:
            part = [_spaced(row) for row in part]
        if draw(st.integers(0, 5)) == 0:
            part = [row.translate(WIDE) for row in part]
        rows += part
        if blank in ("between", "every") or (blank == "sometimes" and draw(st.booleans())):
            rows.append(draw(st.sampled_from(("", " ", "　"))))
    if blank == "every":
        rows = [row for line in rows for row in (line, "")]
    for _ in range(draw(st.integers(0, 4))):  # what should not be there
        at = draw(st.integers(0, len(rows) - 1))
        spot = draw(st.integers(0, len(rows[at])))
        rows[at] = rows[at][:spot] + draw(st.text(st.sampled_from(ODD), min_size=1, max_size=3)) + rows[at][spot:]
    if draw(st.integers(0, 4)) == 0:  # a page of which a part stands twice
        rows += rows[: len(rows) // 2]
    return "\n".join(rows)


usual = st.sampled_from(HAN + MARKS + "（）“”《》 　\n\n-1Aa")
any_text = st.text(st.one_of(usual, st.sampled_from(ODD), st.characters()), max_size=400)
"""Any text at all, mostly of the characters that mean something on a page."""
