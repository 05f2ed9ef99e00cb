"""Pages in Western scripts: the tables of the languages, and what they come to on pages made here."""

from __future__ import annotations

import json
import time

import pytest

import papercut
from papercut.languages import english, western, western_jump_lines
from papercut.languages.page_script import is_western
from papercut.layout.text.hyphenation import DROP, line_joint
from papercut.rules import Cue

TABLES = {
    **dict.fromkeys(("BYLINES", "DATELINES", "FOLIOS"), western),
    **dict.fromkeys(("JUMPS_ON", "JUMPS_FROM"), western_jump_lines),
}
CUES = {cue.name: cue for table, module in TABLES.items() for cue in getattr(module, table)}

HOSTILE = ("Aa " * 4000, "By A" * 4000, "Von " + "A" * 9000, "(" * 9000, "Continued on " * 2000, "A.B. " * 3000)


def test_western_holds_english() -> None:
    for table, module in TABLES.items():
        assert set(getattr(english, table)) <= set(getattr(module, table))


@pytest.mark.parametrize("cue", CUES.values(), ids=CUES.keys())
def test_cue(cue: Cue) -> None:
    assert cue.examples and cue.counter and cue.why
    for example in cue.examples:
        assert cue.find(example), example
    for other in cue.counter:
        assert not cue.find(other), other


JUMPS = [*western_jump_lines.JUMPS_ON, *western_jump_lines.JUMPS_FROM]


@pytest.mark.parametrize("cue", JUMPS, ids=lambda cue: cue.name)
def test_jump_lines_pass_the_look_before(cue: Cue) -> None:
    for example in cue.examples:
        assert western_jump_lines.jump(example), example


@pytest.mark.parametrize("cue", western.DATELINES, ids=lambda cue: cue.name)
def test_datelines_pass_the_look_before(cue: Cue) -> None:
    for example in cue.examples:
        assert western.dateline(example), example


@pytest.mark.parametrize("cue", CUES.values(), ids=CUES.keys())
@pytest.mark.parametrize("seed", HOSTILE, ids=lambda seed: seed[:6])
def test_cue_is_linear(cue: Cue, seed: str) -> None:
    cue.find(seed[:100])
    start = time.perf_counter()
    cue.find(seed)
    assert time.perf_counter() - start < 0.2


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("The weather was fair and the harbour was full.", True),
        ("Погода была хорошая, и гавань была полна судов.", True),
        ("天气很好，港口里停满了船，人们在岸上等着。", False),
        ("天气很好，AG600 and CN1 were seen in the harbour of 上海 by all the people there", False),
        ("a b", False),
        ("", False),
        ("كان الطقس جميلا وكان الميناء مليئا بالسفن، لكن لم يأت أحد", True),
        ("เรือข้ามฟากขึ้นราคาเป็นสี่บาทตั้งแต่วันจันทร์หน้า", True),
        ("政府는 今年度 小麥 收買價格을 한 가마에 三百圜씩 올리기로 決定하였다고 農林部에서 發表하였다.", True),
        (
            "粮价昨天提高，韩国留学生说“아주 좋다고 생각해요 정말 그렇게 생각합니다”，农民都很高兴，粮食都送到站里，",
            False,
        ),
    ],
)
def test_is_western(text: str, so: bool) -> None:
    assert is_western([text]) is so


PAGE = """\
THE DAILY EXAMPLE, Saturday, September 22, 1906

THE HARBOUR OPENS
By JOHN SMITH
LONDON, March 3. — The new harbour was opened to-
day by the Lord Mayor, who said that no finer one
had been built, and that ships of every size would
find room in it.
The crowd, which filled the quays, cheered, and went
home when the rain began. Continued on page 3

PRICES RISE
The price of bread rose again, the bakers say, and it
will rise once more before the year is out.
"""


def run(text: str) -> papercut.Page:
    page = papercut.build()(papercut.read_text(text))
    assert papercut.partition_faults(page) == []
    return page


def test_a_page_of_text() -> None:
    first, second = (a for a in run(PAGE).articles or () if a.body)
    assert (first.headline, second.headline) == ("THE HARBOUR OPENS", "PRICES RISE")
    assert (first.byline, first.dateline) == ("By JOHN SMITH", "LONDON, March 3")
    assert first.continued_on is not None and first.continued_on.page == "3"
    assert [b.text[:30] for b in first.body] == ["LONDON, March 3. — The new har", "The crowd, which filled the qu"]
    assert "opened today by the Lord Mayor, who" in first.body[0].text
    assert first.body[1].text.endswith("when the rain began.")


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("das Ge⸗", "meindehaus", "das Gemeindehaus"),
        ("das Ge=", "meindehaus", "das Gemeindehaus"),
        ("die Vor-", "und Nachteile", "die Vor- und Nachteile"),
        ("rue Saint-", "Denis", "rue Saint-Denis"),
        ("in GRONIN-", "GEN", "in GRONINGEN"),
        ("the har¬", "bour", "the harbour"),
        ("x =", "y", "x = y"),
        ("eröffnet, zu", "dem", "eröffnet, zu dem"),
        ("从A-", "到", "从A-到"),
        ("said “yes”, then", "“no”, he", "said “yes”, then “no”, he"),
        ("he wrote", "‘noted’", "he wrote ‘noted’"),
        ("disse “forse”", "e poi", "disse “forse” e poi"),
        ("les cinq “", "sages” de", "les cinq “sages” de"),
        ("la strada dell’", "acqua", "la strada dell’acqua"),
        ("the brothers’", "house", "the brothers’ house"),
        ("June 3 —", "Asked", "June 3 — Asked"),
        ("比分3-", "2。", "比分3-2。"),
        ("他说“yes”", "又说", "他说“yes”又说"),
        ("강변 도서관이", "다음 달부터", "강변 도서관이 다음 달부터"),
        ("시는 5", "명을", "시는 5 명을"),
        ("说“", "Welcome", "说“Welcome"),
        ("新型电车T-", "16昨天", "新型电车T-16昨天"),
        ("登录 www.example.com/", "renew 办理", "登录 www.example.com/renew 办理"),
        ("either/", "or", "either/ or"),
    ],
)
def test_joint(left: str, right: str, joined: str) -> None:
    between = line_joint(left, right)
    assert (left[:-1] + right if between == DROP else left + between + right) == joined


def test_full_stops_stay_points() -> None:
    page = papercut.Normalize()(papercut.read_text("Il pleut.\nOn rentre.\nLa nuit tombe.\nTout dort.\n"))
    assert "。" not in "".join(line.text for line in page.lines)


def region(n: int, kind: str, lines: list[tuple[int, int, int, str]], high: int = 20) -> str:
    """A region of PAGE XML: lines of left, top, right and text."""
    inner = "".join(
        f'<TextLine id="r{n}l{k}"><Coords points="{x0},{y0} {x1},{y0} {x1},{y0 + high} {x0},{y0 + high}"/>'
        f"<TextEquiv><Unicode>{text}</Unicode></TextEquiv></TextLine>"
        for k, (x0, y0, x1, text) in enumerate(lines)
    )
    return f'<TextRegion id="r{n}" type="{kind}">{inner}</TextRegion>'


def page_xml(*regions: str) -> bytes:
    return (
        '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15">'
        f'<Page imageFilename="a" imageWidth="900" imageHeight="900">{"".join(regions)}</Page></PcGts>'
    ).encode()


LEFT = [
    (20, 160, 400, "Der neue Hafen wurde gestern unter gro-"),
    (0, 185, 400, "ßem Zulauf eröffnet, und alle Schiffe lagen"),
    (0, 210, 400, "im Wasser, als die Glocke schlug und man den"),
    (0, 235, 400, "ersten Stein des Ge⸗"),
]
RIGHT = [
    (450, 160, 850, "meindehauses legte, das am Ufer steht, und es"),
    (450, 185, 850, "regnete dazu in Strömen bis in die Nacht."),
    (470, 210, 850, "Am Morgen schien die Sonne wieder auf den"),
    (450, 235, 600, "Hafen."),
]
LATER = [
    (20, 560, 400, "Das Brot ist teurer geworden, sagen die Leute,"),
    (0, 585, 400, "die es backen, und es wird noch teurer werden,"),
    (0, 610, 200, "ehe das Jahr um ist."),
]


def test_columns_words_and_headlines_of_a_sheet() -> None:
    data = page_xml(
        region(0, "page-number", [(400, 10, 440, "12")]),
        region(1, "heading", [(0, 80, 850, "Ein Hafen für die Stadt")], 50),
        region(2, "paragraph", LEFT),
        region(3, "paragraph", RIGHT),
        region(4, "heading", [(0, 480, 400, "Vom Preis des Brotes")], 50),
        region(5, "paragraph", LATER),
    )
    page = papercut.build()(papercut.read(data))
    assert papercut.partition_faults(page) == []
    first, second = page.articles or ()
    assert (first.headline, second.headline) == ("Ein Hafen für die Stadt", "Vom Preis des Brotes")
    assert "großem Zulauf eröffnet, und" in first.body[0].text
    assert "des Gemeindehauses legte, das" in first.body[0].text
    assert [len(a.body) for a in (first, second)] == [2, 1]
    assert [f.text for f in page.furniture if f.why != "line-end-hyphen"] == ["12"]


def test_a_files_order_counts_only_where_it_reads_well() -> None:
    down = [text for _, _, _, text in (*LEFT, *RIGHT)]
    across = [line for pair in zip(LEFT, RIGHT, strict=True) for line in pair]
    for lines in ([*LEFT, *RIGHT], across):
        page = papercut.Order()(papercut.read(page_xml(region(0, "paragraph", lines))))
        assert [line.text.strip() for line in page.lines if line.text.strip()] == down


def test_two_lines_below_a_headline_in_capitals_are_text() -> None:
    found = papercut.clean(
        "FERRY RAISES ITS FARE\nThe ferry company said on Friday that a crossing will cost\n"
        "four cents from Monday. It blamed the price of coal and\nContinued on Page Five, Column 2\n\n"
        "MILL WILL OPEN AGAIN\nThe old mill will open again in August, its owner said.\n"
        "Two hundred hands will be wanted. See MILL, Page A6\n"
    )
    assert [(a.headline, a.continued_on and a.continued_on.page, len(a.body)) for a in found] == [
        ("FERRY RAISES ITS FARE", "5", 1),
        ("MILL WILL OPEN AGAIN", "A6", 1),
    ]


STORIES = (
    ("THE FERRY AT NIGHT", "By Mary Arden", (
        "The harbour lay still when the last ferry came", "in from the islands and tied up at the stone",
        "quay, where a man with a lantern waited for it", "and said not a word to anybody until the morn",
        "ing came and the fog had gone from the water.", "it was then that he told them what he had seen",
    )),
    ("AN APPLE ORCHARD", "By John Weaver", (
        "No tree in the valley was older than the one", "behind the mill, and its apples were small and",
        "sour and good for nothing but the pigs, so they", "said, until a stranger came and asked for some",
        "of them and paid for them in silver and went on", "his way over the hill and was not seen again",
    )),
)  # fmt: skip


def two_stories(misread: tuple[int, ...] = (), scrap: int = -1) -> bytes:
    """A page of two stories in one column, without regions; the boxes of some lines are far too high, and one is only a
    scrap."""
    out: list[str] = []
    y = 60
    for headline, byline, text in STORIES:
        out.append(region(len(out), "", [(0, y, 420, headline)], 44))
        out.append(region(len(out), "", [(120, y + 60, 300, byline)]))
        y += 90
        for row in text:
            high = 34 if len(out) in misread else 20
            shown, right = (f"?{row.split()[-1]}.", 90) if len(out) == scrap else (row, 420)
            out.append(region(len(out), "", [(0, y + 20 - high, right, shown)], high))
            y += 25
        y += 20
    return page_xml(*out)


def test_what_stands_below_a_headline_and_its_author_is_a_story() -> None:
    page = papercut.build()(papercut.read(two_stories()))
    found = [(a.headline, a.body[-1].text[:14]) for a in page.articles or ()]
    assert found == [(h, rows[0][:14]) for h, _, rows in STORIES]


def test_boxes_that_were_misread_make_no_headlines() -> None:
    page = papercut.build()(papercut.read(two_stories(misread=(3, 5, 12, 14), scrap=5)))
    assert [a.headline for a in page.articles or ()] == [h for h, _, _ in STORIES]


def test_case_parts_headline_and_deck() -> None:
    text = (
        "STRIKE AT THE HARBOUR\n\nTwo Hundred Men Leave Their Work\n\n"
        "PORTSEA, Aug. 12. — Two hundred dockers left their work\nat noon because of their wages.\n\n"
        "NEW SCHOOL FOR GIRLS\n\nPORTSEA, Aug. 12. — A school for sixty girls will be\nopened in September.\n"
    )
    page = papercut.build()(papercut.read_text(text))
    heads = [(a.headline, a.deck) for a in page.articles or ()]
    assert heads == [("STRIKE AT THE HARBOUR", ("Two Hundred Men Leave Their Work",)), ("NEW SCHOOL FOR GIRLS", ())]


@pytest.mark.parametrize("text", ["이수진 기자", "글·사진 = 김영호 특파원", "이수진 기자 sj@example.kr"])
def test_korean_byline(text: str) -> None:
    assert western.is_byline(text) and not western.is_byline(f"{text}는 어제 말했다.")


INDENTED = """\
Town buys a second pump
By Anna Reed

   The town council voted last night to buy a second pump
for the mill race. It will stand behind the new fire house.
   Two members were against it, and the mayor was not there
on account of the snow.

No school on Friday

   The school will be closed on Friday for want of coal.
Mr. Hale hopes for a car of it next week.
"""


def test_paragraphs_of_plain_text_begin_with_indents() -> None:
    first, second = run(INDENTED).articles or ()
    assert (first.headline, first.byline) == ("Town buys a second pump", "By Anna Reed")
    assert [b.text[:11] for b in first.body] == ["The town co", "Two members"]
    assert second.headline == "No school on Friday"
    assert [b.text[-13:] for b in second.body] == ["it next week."]  # no indent begins its second line


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("THE GAZETTE, FRIDAY, MAY 4, 1923.              7", True),
        ("B4 | Metro | The Post | Tuesday, March 3, 2009", True),
        ("Mill Bank      112 1/2      110", False),
        ("The mayor | the clerk | on Tuesday", False),
    ],
)
def test_running_heads_in_pieces(text: str, so: bool) -> None:
    assert western.is_folio(text) is so


def test_marks_before_a_quotation_stay_as_english_sets_them() -> None:
    page = run("LETTERS\n\nHe added: “No harm done” — and asked for a kettle, “size large” or larger.\n")
    assert "He added: “No harm done” — and asked for a kettle, “size large”" in (page.articles or ())[0].body[0].text


def test_an_english_story_on_a_chinese_page() -> None:
    text = (
        "中华小学建新礼堂\n本报讯（记者 罗小满）中华小学昨天决定\n筹募三十万元兴建新礼堂，明年六月动工。\n\n"
        "Night Market Stays Open Later\n\nThe night market at the quay will stay open\n"
        "until one in the morning from Friday, the\ntown council said. Hawkers have asked for it\nsince the spring.\n"
    )
    first, second = run(text).articles or ()
    assert (first.headline, second.headline) == ("中华小学建新礼堂", "Night Market Stays Open Later")
    assert [len(a.body) for a in (first, second)] == [1, 1]


@pytest.mark.parametrize(
    "caption",
    [
        "Workers cut the boom of the crane on the pier that it\nhad served. (Photo by Lena Ortiz)",
        "Workers cut the boom of the crane on the pier that it\nhad served. (Staff photo)",
        "Photo: Workers cut the boom of the crane on the pier\nthat it had served.",
    ],
)
def test_a_caption_with_its_photographer(caption: str) -> None:
    text = (
        "Crane Comes Down\n\nThe old crane on Pier Four came down after sixty\n"
        "years. Some two hundred people looked on.\n"
        f"{caption}\n\n"
        "Ferry Runs on Sundays\n\nThe ferry will run on Sundays from the first of\nJune. The fare stays at ten cents.\n"
    )
    first = (run(text).articles or ())[0]
    assert [b.role for b in first.body] == [papercut.Role.PARAGRAPH, papercut.Role.CAPTION, papercut.Role.CAPTION]


@pytest.mark.parametrize("headline", ["Old Ferry Gets a New Engine at Last", "Old Ferry Gets a New"])
def test_larger_type_as_wide_as_its_column_is_a_headline(headline: str) -> None:
    rows = [
        "The ferry that has crossed the narrows", "since the war will sail again in May with",
        "an engine built for fishing boats, the", "harbour board said on Tuesday.",
        "Captain Teale said the old one had been", "mended so often that nobody could tell.",
    ]  # fmt: skip
    found = [{"text": headline, "bbox": [60, 60, 60 + 17 * len(headline), 94]}]
    for k, text in enumerate(rows):
        x, y = 90 if k in (0, 4) else 60, 130 + 30 * k
        found.append({"text": text, "bbox": [x, y, x + 10 * len(text), y + 20]})
    page = papercut.build()(papercut.read(json.dumps(found).encode()))
    (article,) = page.articles or ()
    assert article.headline == headline and len(article.body) == 2


@pytest.mark.parametrize(
    ("text", "headline", "body"),
    [
        (
            "เรือข้ามฟากขึ้นราคา\nบริษัทเรือข้ามฟากแจ้งว่าจะขึ้นค่า\nโดยสารเป็นสี่บาทตั้งแต่วันจันทร์หน้า\nชาวบ้านว่าแพง\n",
            "เรือข้ามฟากขึ้นราคา",
            "บริษัทเรือข้ามฟากแจ้งว่าจะขึ้นค่าโดยสารเป็นสี่บาทตั้งแต่วันจันทร์หน้าชาวบ้านว่าแพง",
        ),
        (
            "كۇتۇپخانا كەچ ئېچىلىدۇ\n\nكۇتۇپخانا كېلەر ئايدىن باشلاپ كەچ\nسائەت ئونغىچە ئېچىلىدۇ، دېدى مۇدىر.\n",
            "كۇتۇپخانا كەچ ئېچىلىدۇ",
            "كۇتۇپخانا كېلەر ئايدىن باشلاپ كەچ سائەت ئونغىچە ئېچىلىدۇ، دېدى مۇدىر.",
        ),
        (
            "नाव का किराया बढ़ा\n\nनाव कंपनी ने शुक्रवार को कहा कि सोमवार\nसे किराया चार आने होगा।\n",
            "नाव का किराया बढ़ा",
            "नाव कंपनी ने शुक्रवार को कहा कि सोमवार से किराया चार आने होगा।",
        ),
        (
            "鐵橋 開通式 盛大히 擧行\n\n鐵橋의 開通式이 現地에서 盛大히\n擧行되었다고 交通部에서 어제 發\n表하였다.\n",
            "鐵橋 開通式 盛大히 擧行",
            "鐵橋의 開通式이 現地에서 盛大히 擧行되었다고 交通部에서 어제 發表하였다.",
        ),
    ],
    ids=("thai", "uyghur", "hindi", "korean-with-ideographs"),
)
def test_other_scripts(text: str, headline: str, body: str) -> None:
    (article,) = run(text).articles or ()
    assert (article.headline, [b.text for b in article.body]) == (headline, [body])


LETTERS = """THE LAMP ON THE QUAY
To the Editor of the Herald:
SIR: The new lamp on the quay goes out every night at
ten, just when the last boat comes in. Who is paid to
keep it burning, and what does he do with the oil?
{}
DOGS ON THE BOAT
To the Editor of the Herald:
SIR: I hear from the captain that a dog may sit on the
lower deck, if its master does. Mine does not care to sit.
                                        JOHN HILL.
Greenhill, June 1.
"""


@pytest.mark.parametrize(
    ("signed", "byline", "closing"),
    [
        (f"{' ' * 40}A PASSENGER.\nMilltown, June 2.\n", "A PASSENGER.", "Milltown, June 2."),
        ("PRO BONO PUBLICO.\nMilltown, June 2, 1904.\n", "PRO BONO PUBLICO.", "Milltown, June 2, 1904."),
        ("                     Yours truly,\n                     J. Q. Hobbs.\n", "J. Q. Hobbs.", "Yours truly,"),
        ("ONE WHO SLEEPS.\n", "ONE WHO SLEEPS.", None),
    ],
)
def test_letters_are_signed(signed: str, byline: str, closing: str | None) -> None:
    first, second = run(LETTERS.format(signed)).articles or ()
    assert (first.headline, second.headline) == ("THE LAMP ON THE QUAY", "DOGS ON THE BOAT")
    assert (first.byline, second.byline) == (byline, "JOHN HILL.")
    texts = [b.text for b in first.body if b.role is papercut.Role.PARAGRAPH]
    assert texts[0] == "To the Editor of the Herald:" and texts[2:] == ([closing] if closing else [])


STORY = "FERRY RAISES ITS FARE\nThe ferry company said on Friday that a crossing will cost\nfour cents from Monday.\n\n"
NEXT = "MILL WILL OPEN AGAIN\n"
NEXT += "The old mill will open again in August, its owner said.\nTwo hundred hands will be wanted.\n"


@pytest.mark.parametrize(
    "adverts",
    [
        "LOST—On Tuesday evening, near the landing, a black silk\numbrella. Reward at 12 Mill Street.\n",
        "WANTED—A girl for general housework. Apply Mrs. Hill.\nTO LET—Two rooms, furnished.\n",
        "FOR SALE—A good sorrel horse, eight years old. Inquire of\nJ. Hobbs, Mill Lane.\n",
        "HELP WANTED: Two boys for the mill.\nROOMS TO LET: Three, over the bank; $4 a week.\n",
    ],
)
def test_small_adverts_below_white(adverts: str) -> None:
    page = run(STORY + adverts + "\n" + NEXT)
    assert [a.headline for a in page.articles or ()] == ["FERRY RAISES ITS FARE", "MILL WILL OPEN AGAIN"]
    assert {f.role for f in page.furniture} == {papercut.Role.ADVERT}
    assert "\n".join(f.text for f in page.furniture) + "\n" == adverts


def test_headlines_with_words_of_adverts_are_none() -> None:
    guilty = "FOUND GUILTY OF THEFT\nA man was found guilty on Monday of taking a horse, and\nwill pay.\n\n"
    page = run(STORY + guilty + NEXT)
    assert len(page.articles or ()) == 3 and not page.furniture
