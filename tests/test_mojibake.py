"""Text that was decoded wrongly once before comes back as it was, or is told of; good text is never touched."""

from __future__ import annotations

from pathlib import Path

import pytest

import papercut as pc
from formats import HOCR, alto_story, page_xml, tsv
from papercut.errors import InputError
from papercut.readers import read, read_pages, read_text
from papercut.readers.text.mojibake import mended
from shell import papercut
from test_encoding import HONG_KONG, JAPANESE, KOREAN, TAIPEI

SIMPLIFIED = """石板街夜市重新开张
本报讯（记者 罗小满）停业三个月的石板街夜市昨晚重新开张，六十多个摊位沿着河边一字排开。
市民陈阿姨带着孙子来吃馄饨，她说：“这里的味道跟二十年前一样，就是地面干净多了。”
街道办事处介绍，夜市每天营业到十一点，垃圾由摊主自己带走；下个月还要装四十盏路灯。
王刚、李娜 摄影报道"""

TEXTS = {"utf-8": SIMPLIFIED, "gbk": SIMPLIFIED, "big5hkscs": HONG_KONG, "cp950": TAIPEI, "shift_jis": JAPANESE,
         "euc_kr": KOREAN}  # fmt: skip


def misread(text: str, right: str, wrong: str) -> str:
    """A text as a program shows it that takes its encoding for another; bytes that this one lacks become controls."""
    data = text.encode(right)
    if wrong in ("gb18030", "cp950", "big5hkscs", "cp932"):
        return data.decode(wrong)
    return "".join(bytes((byte,)).decode(wrong, "ignore") or chr(byte) for byte in data)


def sound_lines(right: str, wrong: str) -> list[tuple[str, str]]:
    """The lines of texts that a wrong encoding of two bytes a character happened to lose nothing of."""
    out = []
    for row in TEXTS[right].split("\n"):
        parts = [row[a : a + size] for size in range(len(row), 5, -1) for a in range(len(row) - size + 1)]
        for part in parts:
            try:
                out.append((part, misread(part, right, wrong)))
                break
            except UnicodeDecodeError:
                continue
    return out


WAYS = [
    ("utf-8", "latin-1"), ("utf-8", "cp1252"), ("utf-8", "mac_roman"), ("utf-8", "cp437"), ("gbk", "latin-1"),
    ("gbk", "cp1252"), ("big5hkscs", "latin-1"), ("cp950", "cp1252"), ("shift_jis", "latin-1"), ("euc_kr", "latin-1"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong"), WAYS)
def test_a_whole_page_and_a_part_of_one(right: str, wrong: str) -> None:
    text = TEXTS[right]
    bad = misread(text, right, wrong)
    rows, bad_rows = text.split("\n"), bad.split("\n")
    half = len(rows) // 2
    for shown, true in (
        (bad, text),
        ("\n".join(rows[:half] + bad_rows[half:]), text),
        ("\n".join(f"{a}    {b}" for a, b in zip(rows, bad_rows, strict=True)), "\n".join(f"{a}    {a}" for a in rows)),
    ):
        page = read(shown.encode())
        assert "\n".join(page.raw) == true
        (note,) = page.notes
        assert note.code == "mojibake" and "that was read as" in note.text
        changed = [n for n, (a, b) in enumerate(zip(shown.split("\n"), page.raw, strict=True), 1) if a != b]
        assert changed == [n for first, last in note.lines for n in range(first, last + 1)]
        assert pc.partition_faults(pc.build()(page)) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("utf-8", "gb18030"), ("big5hkscs", "gb18030"), ("gbk", "cp950"), ("utf-8", "cp932")],
)
def test_lines_that_another_encoding_of_two_bytes_lost_nothing_of(right: str, wrong: str) -> None:
    pairs = sound_lines(right, wrong)
    true = [a for a, _ in pairs]
    assert sum(map(len, true)) > 30
    done = mended("\n".join(b for _, b in pairs))
    assert done and done.text.split("\n") == true
    good = [f"{HONG_KONG[:40]}", *(b for _, b in pairs), JAPANESE[:40]]
    again = mended("\n".join(good))
    assert again and again.text.split("\n") == [good[0], *true, good[-1]]


def test_what_was_read_wrongly_twice_and_with_a_form_feed() -> None:
    twice = misread(misread(SIMPLIFIED, "utf-8", "cp1252"), "utf-8", "latin-1")
    first, second = read_pages(f"{twice}\f{SIMPLIFIED}".encode())
    assert "\n".join(first.raw) == SIMPLIFIED == "\n".join(second.raw)
    assert "UTF-8 that was read as Windows-1252, then UTF-8 that was read as ISO-8859-1" in first.notes[0].text
    assert second.notes == () and second.source.first_line == 5


def test_words_in_latin_letters() -> None:
    text = "Le café de la gare — déjà fermé — n’ouvrira qu’à l’été.\nDon’t cross the “old” bridge, it isn’t safe.\nÜber"
    bad = misread(text, "utf-8", "cp1252")
    assert bad.startswith("Le cafÃ©") and "â€™" in bad
    assert "\n".join(read_text(bad).raw) == text
    assert "\n".join(read_text(bad.replace("\xa0", " ")).raw) != bad


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS.values(), "Łódź, Kraków „źdźbło” – żółć… «déjà» ça l’été»—“ÀÉ” œuvre À«É»", "Škoda čaj ÅÄÖ åäö ÆØÅ ÐÞ",
        "São Paulo: NÃO À VISTA — ÃÂÊ", "°C ±5% ×÷ §§ ¶¶ ©® ½¼¾ ····· ─────┬─────┐ ├──┤ ▓▒░", "Việt Nam đã được ữẫặ ỌỖ",
        "Привет, мир! Ёлка № 5 — «Правда»", "Ελληνικά κείμενα «ναι»", "עברית العربية हिन्दी ไทย",
        "龘靐齉爩鱻麤灪龖厵滟\n饕餮鬻鬱鼴黿鼇龠黌黻", "赵钱孙李 周吴郑王 冯陈褚卫 蒋沈韩杨", "鑫淼焱垚犇羴猋骉麤鱻",
        "？？？ ??? …… ——",
        "妲己 浣熊 鏈條 闂市",
    ],
)  # fmt: skip
def test_good_text_stays_as_it_is(text: str) -> None:
    assert mended(f"{text}\n{text}") is None


def lossy(text: str, sign: str = "\ufffd") -> str:
    return text.encode().decode("gbk", "replace").replace("\ufffd", sign)


@pytest.mark.parametrize("sign", ["\ufffd", "?"])
def test_a_page_of_which_too_much_was_lost_is_refused(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "page.txt"
    path.write_text(lossy(SIMPLIFIED, sign) + "\f" + SIMPLIFIED, "utf-8")
    ran = papercut("clean", str(path), "--to", "json")
    assert ran.returncode == 1 and ran.stdout.count(b"\n") == 1
    assert b"page.txt cannot be read" in ran.stderr and b"UTF-8 that was read as GBK" in ran.stderr
    assert b"the original file is needed" in ran.stderr
    with pytest.raises(InputError, match="UTF-8 that was read as GBK"):
        list(read_pages(path))
    asked = list(read_pages(path, format="text"))
    assert "\n".join(asked[0].raw) == lossy(SIMPLIFIED, sign) and [n.code for n in asked[0].notes] == ["mojibake-lost"]


@pytest.mark.parametrize(
    ("right", "wrong", "errors"),
    [
        ("utf-8", "cp1252", "replace"), ("utf-8", "cp1252", "ignore"), ("utf-8", "big5", "replace"),
        ("utf-8", "cp932", "replace"), ("big5hkscs", "gbk", "replace"), ("gbk", "big5", "replace"),
    ],
)  # fmt: skip
def test_no_line_is_mended_in_part_of_which_something_was_lost(right: str, wrong: str, errors: str) -> None:
    text = TEXTS[right]
    shown = text.encode(right).decode(wrong, errors)
    page = read(shown.encode(), format="text")
    assert all(row in rows for row, *rows in zip(page.raw, shown.split("\n"), text.split("\n"), strict=True))
    assert any(note.code == "mojibake-lost" for note in page.notes)


def test_a_few_lines_of_which_too_much_was_lost_stay_and_are_told_of() -> None:
    rows = [*SIMPLIFIED.split("\n") * 3, *lossy(SIMPLIFIED).split("\n")[1:4]]
    page = read("\n".join(rows).encode())
    assert list(page.raw) == rows
    assert [(n.code, n.lines) for n in page.notes] == [("mojibake-lost", ((16, 18),))]


def test_single_characters_that_were_lost_become_holes() -> None:
    bad = misread(SIMPLIFIED, "utf-8", "latin-1")
    at = bad.index("\x97")
    page = read((bad[:at] + "?" + bad[at + 1 :]).encode())
    assert "".join(page.raw).count("\ufffd") == 1 and "1 character was lost" in page.notes[0].text
    assert [n.code for n in page.notes] == ["mojibake"] and sum(map(len, page.raw)) == len(SIMPLIFIED.replace("\n", ""))


@pytest.mark.parametrize("form", ["hocr", "alto", "page", "tsv"])
def test_texts_in_the_markup_of_ocr(form: str) -> None:
    text = {"hocr": HOCR, "alto": alto_story(), "page": page_xml(), "tsv": tsv()}[form]
    text = text.replace("ü", "桥").replace("ö", "路").replace("ß", "江")
    bad = misread(text, "utf-8", "cp1252")
    assert bad != text
    for true, page in zip(read_pages(text.encode()), read_pages(bad.encode()), strict=True):
        assert page.source.format == form and page.raw == true.raw and page.printed == true.printed
        assert [n.code for n in page.notes] == [*(n.code for n in true.notes), "mojibake"]


@pytest.mark.parametrize("gone", ["\ufffd" * 60 + "2025", "锟斤拷" * 20 + "年", "??????\n" * 9])
def test_what_became_signs_for_unknown_characters_is_refused(gone: str) -> None:
    with pytest.raises(InputError, match="the original file is needed"):
        read(gone.encode())
    assert read(gone.encode(), format="text").raw == tuple(gone.rstrip("\n").split("\n"))


WESTERN = {
    "german": "Über die Brücke\n\nGestern wurde die neue Brücke eröffnet. Viele Bürger kamen, und die Straße war voll.",
    "french": "L’été\n\nHier, la fête a été célébrée par des milliers d’élèves. Le maire était là.",
    "russian": "Новый мост\n\nВчера в городе открыли новый мост через реку, и на праздник пришли тысячи жителей.",
}


@pytest.mark.parametrize("wrong", ["cp1252", "mac_roman", "cp437", "cp1251"])
@pytest.mark.parametrize("language", WESTERN)
def test_pages_in_western_letters(language: str, wrong: str) -> None:
    text = WESTERN[language]
    rows, bad = text.split("\n"), misread(text, "utf-8", wrong).split("\n")
    assert mended(text) is None
    for shown in ("\n".join(bad), "\n".join([*rows[:2], *bad[2:]])):
        found = mended(shown)
        assert found is not None and found.text == text and not found.lost


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (HONG_KONG, "big5hkscs", "cp932"), (JAPANESE, "shift_jis", "cp1252"), (KOREAN, "euc_kr", "cp932"),
        (SIMPLIFIED, "utf-8", "cp1250"), (WESTERN["russian"], "utf-8", "cp1252"),
    ],
)  # fmt: skip
def test_what_lost_bytes_on_the_way_stays_whole_and_is_told_of(text: str, right: str, wrong: str) -> None:
    bad = text.encode(right).decode(wrong, "replace")
    assert "\ufffd" in bad
    found = mended(bad)
    assert found is not None and found.lost_how
    for n in found.lost:
        assert found.text.split("\n")[n - 1] == bad.split("\n")[n - 1]
    with pytest.raises(InputError, match="the original file is needed"):
        read(bad.encode())


def test_a_headline_of_rare_characters_is_mended_with_its_page() -> None:
    text = "橋頭鎮舉辦龍舟賽\n昨日上午，橋頭鎮在青河上舉辦龍舟賽，來自十二個村的三百多名選手參加了比賽。"
    found = mended(text.encode("big5").decode("gb18030"))
    assert found is not None and found.text == text


@pytest.mark.parametrize(
    "text",
    [
        "Учора ў горадзе адкрылі новы мост. Їжак їсть ґанок є", "Η νέα γέφυρα άνοιξε χθες. ΑΝΟΙΞΕ Η ΓΕΦΥΡΑ",
        "ｷﾉｳ ｱﾀﾗｼｲ ﾊｼｶﾞ ﾋﾗｲﾀ。ﾋﾄﾋﾞﾄﾊ ﾖﾛｺﾝﾀﾞ。", "ÜBERGRÖSSE FÜR ÄRZTE – „Schön“, größer", "x = √ª + √º, ∂ß ≈ ∆µ",
        "Příliš žluťoučký kůň úpěl ďábelské ódy", "Đường phố Hà Nội, ước mơ của tôi",
    ],
)  # fmt: skip
def test_good_letters_stay(text: str) -> None:
    assert mended(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Новый мост открыт\n\nВ субботу в городе открыли новый мост через реку. Строители\nработали над ним.\n",
        "Відкрили новий міст\n\nУ суботу в місті відкрили новий міст через річку. Його\nбудували три роки.\n",
    ],
)
def test_words_in_cyrillic_are_no_korean(text: str) -> None:
    assert mended(text) is None


@pytest.mark.parametrize(("right", "wrong", "names"), [
    ("big5", "gbk", "Big5 that was read as GBK"), ("utf-8", "big5", "UTF-8 that was read as Big5"),
])  # fmt: skip
def test_what_is_beyond_repair_is_told_by_its_encodings(right: str, wrong: str, names: str) -> None:
    text = "【本報訊】社區圖書館下月起通宵開放，設座位二百六十個。\n館長說，去年試行一星期，每晚有百人留至天亮。\n" * 4
    done = mended(text.encode(right).decode(wrong, "replace"))
    assert done is not None and done.hopeless and done.lost_how == names
