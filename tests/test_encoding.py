"""Which encoding a file is in: found on whole pages and on windows of 30 characters."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import opencc
import pytest

from formats import COLUMNS
from papercut.errors import InputError, UsageError
from papercut.readers import read, read_pages, read_text
from papercut.readers.text import chardet_guess
from papercut.readers.text.decoding import decode
from papercut.readers.text.encoding import detected_encoding

SEED = (Path(__file__).parent.parent / "seeds" / "000_694adda0cff2b6df.txt").read_text(encoding="utf-8")

HONG_KONG = """【本報訊】港鐵觀塘綫昨日早上繁忙時間發生訊號故障，列車服務一度受阻，大批乘客滯留月台。有市民表示：「等咗
成個鐘頭都未有車，返工一定遲到，真係好嬲。」港鐵發言人向受影響乘客致歉，並說事後會向政府提交報告。
食物環境衞生署聯同警務處在深水埗一帶展開聯合行動，打擊非法擺賣，檢獲一批懷疑冒牌手袋及手錶。當局呼籲市民唔好光顧
無牌小販，佢哋嘅貨品來歷不明。茶餐廳東主陳先生指，近期租金同人工都貴咗，奶茶都要加價一蚊，「我哋都冇辦法，乜嘢都貴
晒，唔加價就蝕緊錢，希望街坊見諒啦。」"""

JAPANESE = """政府は二十七日、来年度の予算案を閣議で決定した。一般会計の総額は過去最大となり、社会保障費の伸びが全体を
押し上げた。首相は記者会見で「経済の再生と財政の健全化を両立させる」と述べ、国民の理解を求めた。
東京都内では週末から各地で桜が見頃を迎え、上野公園には朝早くから多くの花見客が訪れた。気象庁によると、今年の開花は平年
より五日早いという。会社員の男性（４２）は「家族で毎年来ている。天気がよくて本当によかった」と笑顔で話した。"""

KOREAN = """정부는 27일 국무회의를 열고 내년도 예산안을 의결했다. 총지출은 올해보다 5.1% 늘어난 규모로,
복지와 일자리 분야의 예산이 크게 증가했다. 대통령은 회의에서 “경제를 살리고 민생을 안정시키는 데 모든 힘을
쏟아야 한다”고 강조했다.
서울 시내 곳곳에 벚꽃이 활짝 피면서 주말을 맞아 많은 시민들이 공원을 찾았다. 경찰에 따르면 이날 오후 3시쯤 교차로에서
승용차와 화물차가 충돌해 운전자 한 명이 다쳤다. 경찰은 정확한 사고 원인을 조사하고 있다."""

UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030")
SAMPLES = {
    "simplified": (SEED, (*UNICODE, "gb2312", "gbk")),
    "traditional": (opencc.OpenCC("s2tw").convert(SEED), (*UNICODE, "gbk", "cp950")),
    "hong-kong": (HONG_KONG, (*UNICODE, "gbk", "big5hkscs")),
    "japanese": (JAPANESE, (*UNICODE, "gbk", "shift_jis", "cp932")),
    "korean": (KOREAN, (*UNICODE, "euc_kr", "cp949")),
}


def windows(text: str, size: int, count: int) -> list[str]:
    """Parts of a text, most of them neither blank nor Latin."""
    chance = random.Random(size)
    out = []
    while len(out) < count:
        at = chance.randrange(len(text) - size)
        part = text[at : at + size]
        if sum(ch > "\u2e80" for ch in part) >= size * 0.6:
            out.append(part)
    return out


def text_of(data: bytes) -> str:
    how = detected_encoding(data, True, "sample")
    return decode(data[how.mark :], how, 0).text


@pytest.mark.parametrize("size", [30, 60, 200])
@pytest.mark.parametrize("name", list(SAMPLES))
def test_windows(name: str, size: int) -> None:
    text, codecs = SAMPLES[name]
    wrong = []
    tried = 0
    for part in windows(text, size, 60):
        for codec in codecs:
            try:
                data = part.encode(codec)
            except UnicodeEncodeError:
                continue
            tried += 1
            if text_of(data) != part:
                wrong.append((codec, part, text_of(data)))
    assert tried > 200
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        ("全市老干部工作会议召开", "gb2312", "gbk"),
        ("朱镕基会见喆明㐂", "gb18030", "gb18030"),
        ("全市工作會議於昨日召開", "big5", "big5"),
        ("佢哋嘅貨品來歷不明，唔好光顧", "big5hkscs", "big5-hkscs"),
        ("政府は予算案を決定した", "shift_jis", "shift_jis"),
        ("정부는 예산안을 의결했다", "euc_kr", "euc-kr"),
        ("全市老干部工作会议召开", "utf-16-be", "utf-16-be"),
        ("全市老干部工作会议召开", "utf-16", "utf-16-le"),
        ("Die Straße führt über die Brücke", "latin-1", "windows-1252"),
        ("Правительство приняло решение о бюджете на следующий год", "koi8-r", "koi8-r"),
        ("plain ASCII", "ascii", "utf-8"),
    ],
)
def test_names(text: str, codec: str, name: str) -> None:
    page = read(text.encode(codec))
    assert (page.raw, page.source.encoding) == ((text,), name)


def test_foreign_names_keep_their_dot() -> None:
    assert read("卡尔·马克思——导师".encode("gbk"), encoding="gb2312").raw == ("卡尔·马克思——导师",)


def test_a_few_bad_bytes_do_not_make_it_another_encoding() -> None:
    data = SEED.encode()
    starts = [at for at, byte in enumerate(data) if byte >= 0xC0]
    first = starts[30]
    for at in (starts[2900], starts[1500], first):
        data = data[:at] + b"\xff" + data[at:]
    page = read(data)
    assert page.source.encoding == "utf-8"
    (note,) = page.notes
    assert note.code == "bad-bytes"
    assert note.text.startswith("3 bytes are not utf-8")
    assert f"at byte {first}, " in note.text
    assert "".join(page.raw).count("\ufffd") == 3
    assert "\n".join(page.raw).replace("\ufffd", "") == "\n".join(read_text(SEED).raw)
    assert all("\ufffd" in page.raw[n - 1] for first, last in note.lines for n in range(first, last + 1))


@pytest.mark.parametrize("codec", ["gbk", "big5hkscs", "euc_kr"])
def test_a_cut_or_broken_character_in_other_encodings(codec: str) -> None:
    text = {"gbk": SEED[:900], "big5hkscs": HONG_KONG, "euc_kr": KOREAN}[codec]
    data = text.encode(codec)
    cut = len(data) - (2 if data[-1] < 0x80 else 1)
    page = read(data[:60] + b"\xff\n" + data[60:cut])
    assert page.notes[0].code == "bad-bytes"
    assert "at byte 60" in page.notes[0].text
    assert page.raw[-2] == text.split("\n")[-2]


def test_surrogates_as_bytes_are_bad_bytes() -> None:
    page = read("北京".encode() + b"\xed\xa0\x80" + "日报".encode())
    assert page.raw == ("北京\ufffd\ufffd\ufffd日报",)
    assert page.notes[0].text.endswith("at byte 6, 7, 8")


def test_utf_16_cut_in_a_character_and_with_a_lone_surrogate() -> None:
    page = read("北京日报".encode("utf-16-le") + b"\x00\xd8a\x00b", encoding="utf-16-le")
    assert page.raw == ("北京日报\ufffda\ufffd",)
    assert page.notes[0].text.endswith("at byte 8, 12")


def test_bad_bytes_under_a_named_encoding() -> None:
    page = read("北京".encode("gbk"), encoding="utf-8")
    assert page.raw == ("\ufffd" * 4,)
    assert page.notes[0].text == "4 bytes are not utf-8 and became U+FFFD: at byte 0, 1, 2, 3"


def test_many_bad_bytes_are_counted_not_listed() -> None:
    page = read(b"\xff" * 1_000_000, encoding="utf-8")
    assert page.notes[0].text == "1000000 bytes are not utf-8 and became U+FFFD: at byte 0, 1, 2, 3, 4, …"


def test_named_encodings() -> None:
    assert read("北京\n".encode("utf-16-be"), encoding="utf-16").raw == ("北京",)
    assert read("北京\n".encode("utf-16"), encoding="utf-16").raw == ("北京",)
    assert read("北京\n".encode("utf-8-sig"), encoding="utf8").raw == ("北京",)
    assert read("北京\n".encode("utf-32"), encoding="utf-32").raw == ("北京",)
    assert read("日本語です".encode("iso-2022-jp"), encoding="ISO-2022-JP").raw == ("日本語です",)
    assert read("镕".encode("gbk"), encoding="GB2312").raw == ("镕",)


@pytest.mark.parametrize(
    ("name", "near"),
    [("gb1803O", "gb18030"), ("utf8x", "utf-8"), ("big-5", "big5"), ("rot13", "auto"), ("punycode", "auto")],
)
def test_unknown_names(name: str, near: str) -> None:
    with pytest.raises(UsageError, match=near) as error:
        read(b"x", encoding=name)
    assert "\n" not in str(error.value)


def test_control_characters_in_a_name_are_escaped() -> None:
    with pytest.raises(UsageError) as error:
        read(b"x", encoding="\x1b[31m")
    assert "\x1b" not in str(error.value)


@pytest.mark.parametrize("data", [bytes(100), b"name.txt" + bytes(500) + b"text", bytes(range(256)) * 8])
def test_noise_is_no_text(data: bytes) -> None:
    with pytest.raises(InputError, match="binary data"):
        read(data)


def test_random_bytes_are_no_text() -> None:
    for seed in range(20):
        with pytest.raises(InputError):
            read(b"." + random.Random(seed).randbytes(2000))


def test_controls_in_good_text_are_text() -> None:
    text = "北京\x00日报\x01今日出版\x1b[1m共八版\x1b[0m"
    for codec in ("utf-8", "gbk", "utf-16"):
        assert read(text.encode(codec)).raw == (text,)


def test_what_is_not_ascii_may_come_late() -> None:
    text = "a" * 50 + "\n"
    data = (text * 50_000).encode() + ("全市老干部工作会议召开，会议深入学习贯彻精神。\n" * 3).encode("gbk")
    page = read(data)
    assert page.source.encoding == "gbk"
    assert page.raw[-1] == "全市老干部工作会议召开，会议深入学习贯彻精神。"


TAIPEI = """【記者張明華╱台北報導】市府昨日公布新橋工程進度，全長一千二百公尺，預計明年三月完工。捷運局說，約翰‧史密斯
等三名工程師～來自英國～已於日前抵台，工程費約￥三億元；票價全票／半票各二十元、十元，中英文（Ａ＼Ｂ）對照。
‧路線一：市府﹑車站﹑新橋。"""

VARIANTS = {
    "cp950": (TAIPEI, TAIPEI + "€⊕⊙碁", "約翰‧甘迺迪說，票價二十元。"),
    "big5": (TAIPEI.replace("‧", "").replace("～", "").replace("￥", "").replace("﹑", ""), "全票／半票各二十元"),
    "big5hkscs": (HONG_KONG, HONG_KONG + "\n• 全票／半票\n• 佢哋嘅の店", "• 九龍塘站\n• 深水埗站"),
    "gbk": (SEED[:600], "镕基喆·约翰—"), "gb18030": (SEED[:600], "㐂𠮷·约翰—北京日报社"),
    "shift_jis": (JAPANESE, "〜午後五時〜市役所にて"), "cp932": (JAPANESE, "①髙橋さんは㈱山田商店の社長～です"),
    "euc_kr": (KOREAN,), "cp949": (KOREAN, "서울의 똠방각하와 펲시콜라를 샾에서 팔았다"),
}  # fmt: skip
"""Texts with what one variant of an encoding has and others have not, or read as other signs."""


@pytest.mark.parametrize("codec", list(VARIANTS))
def test_variants_of_an_encoding_are_told_apart_by_what_they_hold(codec: str) -> None:
    for text in VARIANTS[codec]:
        assert text_of(text.encode(codec)) == text
        broken = b"\xff\n" + text.encode(codec)  # a bad byte changes nothing else
        assert decode(broken, detected_encoding(broken, True, "x"), 0).text[1:] == "\n" + text


def test_press2_pages_in_every_variant_that_holds_them() -> None:
    bench = os.environ.get("PAPERCUT_BENCH")
    if not bench or not (Path(bench) / "press2").is_dir():
        pytest.skip("PAPERCUT_BENCH is not set, or has no press2")
    tried = 0
    for file in sorted(Path(bench).glob("press2/*/raw/*.txt")):
        text = file.read_bytes().decode()
        for codec in ("big5", "cp950", "big5hkscs", *(("gbk", "gb18030") if len(file.name) % 3 == 0 else ())):
            data = text.encode(codec, "ignore")
            if data.decode(codec, "ignore") == text:
                assert text_of(data) == text, (file, codec)
                tried += 1
    assert tried > 250


def test_bench_pages_in_every_encoding_that_holds_them() -> None:
    bench = os.environ.get("PAPERCUT_BENCH")
    if not bench:
        pytest.skip("PAPERCUT_BENCH is not set")
    tried = 0
    for file in sorted(Path(bench).glob("pages/*/*/raw/*.txt"))[::7]:
        text = "\n".join(read_text(file.read_bytes().decode()).raw)
        for codec in (*UNICODE, "gbk", "big5hkscs", "shift_jis", "euc_kr"):
            try:
                data = text.encode(codec)
            except UnicodeEncodeError:
                continue
            assert text_of(data) == text, (file, codec)
            tried += 1
    assert tried > 300


@pytest.mark.parametrize(
    ("written", "named", "likely"),
    [
        ("utf-8", "big5", "utf-8"), ("utf-8", "utf-16", "utf-8"), ("utf-8", "ascii", "utf-8"),
        ("utf-8", "gbk", "utf-8"),
        ("gb18030", "utf-8", "gb18030"), ("gb18030", "shift_jis", "gb18030"),
    ],
)  # fmt: skip
def test_a_wrong_name_is_obeyed_and_noted(written: str, named: str, likely: str) -> None:
    page = read(SEED.encode(written), encoding=named)
    doubts = [note.text for note in page.notes if note.code == "encoding-doubt"]
    assert len(doubts) == 1 and f"look like {likely}:" in doubts[0]


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "gb18030", "utf-16-le", "utf-8-sig"])
def test_a_right_name_leaves_no_doubt(codec: str) -> None:
    for text in (SEED, "PDF 2025\n", ""):
        assert not [n for n in read(text.encode(codec), encoding=codec).notes if n.code == "encoding-doubt"]


@pytest.mark.parametrize(("text", "codec"), [("新桥通车了 A~B\n人们很高兴", "hz"), (JAPANESE, "iso2022_jp")])
def test_encodings_of_seven_bits(text: str, codec: str) -> None:
    assert "\n".join(read(text.encode(codec)).raw) == text.rstrip("\n")
    assert read(b"~{ab} x ~{cd~} and $B in ASCII").raw == ("~{ab} x ~{cd~} and $B in ASCII",)


FRENCH = "Le maire ouvre le pont à midi. Les garçons étaient là, et la fête a duré jusqu'au soir, où l'on rit.\n"
GERMAN = "Der Bürgermeister öffnete die Brücke am Mittag. Die Straße war voll, und überall hörte man süße Lieder.\n"
POLISH = "Burmistrz otworzył nowy most w południe. Dzieci śpiewały pieśni, a święto trwało aż do późnego wieczora.\n"
ENGLISH = "“Don’t go,” he said—and the café was closed… The naïve mayor’s plan – £5 – failed.\n"


@pytest.mark.parametrize(
    ("text", "codec", "other"),
    [
        ("a naïve plan\n", "latin1", "windows-1252"), ("a naïve plan\n", "cp437", "cp437"),
        ("He had a naïve plan for the town and all its people, who laughed.\n", "latin1", "iso8859-2"),
        ("El niño comió\n", "latin1", "iso8859-2"), (GERMAN, "cp437", "cp437"),
    ],
)  # fmt: skip
def test_letters_that_fit_in_several_encodings_are_a_doubt(text: str, codec: str, other: str) -> None:
    (doubt,) = [note.text for note in read(text.encode(codec)).notes if note.code == "encoding-doubt"]
    assert other in doubt and "set the encoding" in doubt
    assert not [n for n in read(text.encode(codec), encoding=codec).notes if n.code == "encoding-doubt"]


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (FRENCH, "latin1"), (FRENCH, "cp437"), (GERMAN, "latin1"), (GERMAN, "mac_roman"), (POLISH, "iso8859-2"),
        (POLISH, "cp1250"), (ENGLISH, "cp1252"), ("He said “no”—and left…\n", "cp1252"), ("新桥昨日通车了\n", "gbk"),
        ("Müller und Söhne, São Paulo, naïve\n", "cp1252"), ("The mayor 新 said so\n", "gbk"),
        ("il est allé à la fête\n", "cp1252"), ("il più bello è già lì, però\n", "latin1"),
        ("Le maire a été élu hier à Lyon.\n", "cp1252"), ("咖啡\n", "gbk"), ("乒乓球\n", "gbk"), ("市占\n", "big5"),
        ("（５月２２日），\n", "gbk"), ("４１２８，９。００，《１６》２：０７，３５，９８\n", "gbk"),
    ],
)  # fmt: skip
def test_letters_that_fit_in_one_encoding_are_none(text: str, codec: str) -> None:
    page = read(text.encode(codec))
    assert page.notes == () and page.raw == (text.rstrip(),)


RUSSIAN = "Вчера в городе открыли новый мост через реку. Жители довольны.\nМЭР ГОРОДА сказал, что мост стоил дорого.\n"
GREEK = "Χθες άνοιξε η νέα γέφυρα στην πόλη. Οι κάτοικοι είναι χαρούμενοι.\n" * 2


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r", "iso8859-5", "cp866", "cp1253"])
def test_letters_of_other_alphabets_are_not_taken_for_rare_ideographs(codec: str) -> None:
    text = GREEK if codec == "cp1253" else RUSSIAN
    page = read(text.encode(codec))
    assert page.raw == tuple(text.splitlines()) and page.notes == ()


HEBREW = "הגשר החדש נפתח אתמול, ותושבי העיר שמחו מאוד.\nראש העיר אמר: זמן רב חיכינו (62) לגשר.\n"
ARABIC = "افتتح الجسر الجديد أمس، وكان سكان المدينة سعداء.\nيبلغ طوله ثلاثمائة متر.\n"
THAI = "เมื่อวานนี้เปิดสะพานใหม่ในเมือง ชาวเมืองมีความสุขมาก\n"
HANGUL = "새 다리가 어제 개통되었다. 시민들은 기뻐하였다.\n"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (HEBREW, "cp1255"), (HEBREW, "iso8859-8"), (HEBREW, "cp862"), (ARABIC, "cp1256"), (ARABIC, "iso8859-6"),
        (THAI, "cp874"), (HANGUL, "johab"),
    ],
)  # fmt: skip
def test_a_guess_is_called_one(text: str, codec: str) -> None:
    for sample in (text, text[:24] + "\n", text * 4):
        page = read(sample.encode(codec))
        assert page.raw == tuple(sample.splitlines())
        (note,) = page.notes
        assert note.code == "encoding-doubt" and "which is a guess" in note.text and "set the encoding" in note.text
    assert read(text.encode(codec), encoding=codec).raw == tuple(text.splitlines())


@pytest.mark.parametrize("codec", ["cp1255", "utf-8"])
def test_a_guess_is_called_one_in_ocr_files_too(codec: str) -> None:
    words = HEBREW.split("\n")[0]
    row = f"5\t1\t1\t1\t1\t1\t70\t20\t8\t9\t96.5\t{words}\n"
    files = (COLUMNS + row, json.dumps([{"text": words, "score": 1}], ensure_ascii=False), hocr_of(words))
    for text in files:
        page = read(text.encode(codec))
        assert page.raw == (words,)
        assert ("encoding-doubt" in [note.code for note in page.notes]) == (codec != "utf-8")


def hocr_of(words: str) -> str:
    return f"<html><div class='ocr_page'><span class='ocr_line' title='bbox 1 1 90 9'>{words}</span></div></html>"


def test_text_that_makes_no_sense_may_be_in_an_encoding_that_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chardet_guess, "guessed_codec", lambda sample: "")
    text = THAI * 2
    with pytest.raises(InputError, match=r"original file is needed, or the right --encoding; --from text"):
        read(text.encode("cp874"))
    assert read(text.encode("cp874"), encoding="cp874").raw == tuple(text.splitlines())
    (note,) = read(HANGUL.encode("johab")).notes
    assert note.code == "encoding-doubt" and "read as gb18030, which is a guess" in note.text


PLAIN = (
    "The new bridge was opened yesterday, and the people were glad [see page 4].\n"
    '"We have waited long for it!" said the mayor, Mr. Smith (62).\n'
)


@pytest.mark.parametrize("codec", ["cp037", "cp500", "cp1140", "cp273"])
def test_ebcdic_is_read_and_what_else_it_may_be_is_said(codec: str) -> None:
    for text in (PLAIN, PLAIN.replace("\n", "\x85")):  # mainframes end their lines with U+0085
        assert read(text.encode(codec), encoding=codec).raw == tuple(PLAIN.splitlines())
        page = read(text.encode(codec))
        assert (page.source.encoding or "").startswith("cp") and len(page.raw) == 2
        assert page.raw[0].startswith("The new bridge was opened yesterday, and the people were glad")
        (doubt,) = [note.text for note in page.notes if note.code == "encoding-doubt"]
        assert doubt.count("cp") == 3 and "cp500" in doubt
    plain = "The new bridge was opened yesterday, and the people of the town were glad.\n"
    assert read(plain.encode(codec)).notes == ()


def test_ebcdic_whose_letters_are_ascii_is_a_doubt() -> None:
    text = HEBREW.replace("\n", "")
    (doubt,) = read(text.encode("cp424", "replace") * 2).notes
    assert doubt.code == "encoding-doubt" and "cp424" in doubt.text
    assert read(text.encode("cp424"), encoding="cp424").raw == (text,)


def test_utf_7_that_may_be_chance_is_a_guess() -> None:
    page = read(b"+XOHHPAJI. +LYDSXWVY- +WOM  +BXFYWVMN, +ZCQ \n")
    assert page.source.encoding != "utf-7" or "which is a guess" in page.notes[0].text
    for text in ("C++ and D+ABC-, CD4+CD25- cells\n", "Tel. +4930123456- oder +49301234567 - Fax +4930123-\n"):
        assert read(text.encode()).raw == (text.rstrip(),)


@pytest.mark.parametrize("text", [SEED[:600], HONG_KONG, HEBREW, FRENCH * 2, RUSSIAN, f"1 + 1\n{RUSSIAN}\f{THAI}"])
def test_utf_7(text: str) -> None:
    data = b"\f".join(part.encode("utf-7") for part in text.split("\f"))
    for encoding in ("auto", "utf-7"):
        pages = list(read_pages(data, encoding=encoding))
        assert [page.raw for page in pages] == [tuple(part.splitlines()) for part in text.split("\f")]
        assert {page.source.encoding for page in pages} == {"utf-7"}


@pytest.mark.parametrize(
    "text",
    [
        "Call +86 10 6552 3114 or +8613800138000 today\n", "a+bcd-e and C+ABC-5 in a list\n", "+1 +2 +3\n",
        "x+abc- y+abc- z\n", "dGhlIG5ldw+BicmlkZ2Ugd2FzIG9wZW5lZA==\n", "1+1=2, +++ATH0 and g++-11\n",
    ],
)  # fmt: skip
def test_plus_signs_are_no_utf_7(text: str) -> None:
    assert read(text.encode()).raw == (text.rstrip("\n"),)
