"""papercut in Chinese: a catalogue that lacks nothing, help that is whole, messages, and data that stay as they are."""

from __future__ import annotations

import importlib.util
import re
import sys
import unicodedata
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest
import typer.main

import papercut as pc
from papercut.cli import COMMANDS, app, main
from papercut.stages import ORDER
from papercut.translation.catalogue import COUNT, DEEP, catalogue, template_of
from papercut.translation.choice import chosen_language, language_of, with_asked_language
from papercut.translation.current import use_language
from pdfs import Sheet, pdf
from shell import ROOT, SEED, papercut, sh

ENGLISH = re.compile(r"(?<![\w./<'-])[a-z]{2,} (?:a|an|the|of|is|are|in|to|not|no|and|for|by|that|with) [a-z]{2,}")
"""A run of words that is English, and no command, name or list of values."""


def tool() -> ModuleType:
    """`tools/messages.py`, which no package holds."""
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules["messages"] = made  # its dataclass looks there
    spec.loader.exec_module(made)
    return made


messages = tool()
ENTRIES = {messages._id(entry): entry for entry in messages.known() if entry.id}


def cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(ch) in "WF" else 1 for ch in text)


def test_every_message_is_translated_and_nothing_else() -> None:
    assert list(messages.faults()) == []


def test_the_tool_finds_what_is_missing_superfluous_fuzzy_and_of_other_values(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    po = tmp_path / "zh_CN.po"
    text = messages.PO.read_text("utf-8")
    text = text.replace('msgid "the page has no visible text"', '#, fuzzy\nmsgid "nobody says this"', 1)
    text = text.replace("{database} 是文件夹", "文件夹", 1)
    text = text.replace('msgstr "没有文件"', 'msgstr ""', 1)
    po.write_text(text, "utf-8")
    monkeypatch.setattr(messages, "PO", po)
    assert sorted(row.partition(":")[0] for row in messages.faults()) == [
        "missing", "no longer said", "not translated", "other values in the translation",
    ]  # fmt: skip


def filled(message: str, translation: str) -> tuple[str, str] | None:
    """A sentence made of a message, and what it must become; None where a value would have to be translated itself."""
    names = template_of(message).names
    wishes = {name: wish for _, name, wish, _ in Formatter().parse(translation) if name}
    values = {}
    for k, name in enumerate(dict.fromkeys(names)):
        if wishes.get(name) == "m":
            return None
        values[name] = str(k + 3) if name == COUNT or wishes.get(name) == "d" else f"<{k}>"
    plain = re.sub(r"\{(\w+):\w\}", r"{\1}", translation)
    return message.format(**values), plain.format(**values)


def test_every_message_finds_its_own_entry_again() -> None:
    """Also those that are much like one another."""
    chinese, lost = catalogue("zh"), []
    for message, entry in ENTRIES.items():
        said = entry.string[0] if isinstance(entry.string, tuple) else entry.string
        made = filled(message, said)
        if made is None or not (template_of(message).is_known or not template_of(message).names or ":d}" in said):
            continue
        if chinese.translate(made[0]).replace(" ", "") != made[1].replace(" ", ""):
            lost.append((made[0], chinese.translate(made[0])))
    assert lost == []


def test_a_sentence_within_a_sentence_is_translated_and_values_stay() -> None:
    chinese = catalogue("zh").translate
    assert chinese("error: a.pdf is encrypted: give its password with --password") == (
        "错误：a.pdf 已加密：请用 --password 给出密码"
    )
    told = chinese("a.txt is no truth: body must be a list, and is a text")
    assert told == "a.txt 不是校定稿：body 应为列表，却是文本"
    assert chinese("1 page") == "1 个版面" and chinese("23 pages") == "23 个版面"
    assert chinese("a package of others says something of its own") == "a package of others says something of its own"


def test_hostile_sentences_cost_little_and_end() -> None:
    """A name may hold the words of any message."""
    chinese = catalogue("zh").translate
    text = ", page 3: the stage x failed on page 3 of y: " * 80
    assert chinese(text) and chinese("error: " * 500) and chinese("a is b: " * 400)
    inner = "{text}, and so did whatever is behind it"
    for _ in range(DEEP + 2):
        inner = inner.format(text="{text}, and so did whatever is behind it")
    assert "其后的内容" in chinese(inner.format(text="x"))


@pytest.mark.parametrize(
    ("args", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "C"}, "en"),
        ([], {"LANG": "C", "LC_ALL": "zh_TW.Big5"}, "zh-TW"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "", "PAPERCUT_LANG": "en"}, "en"),
        ([], {"PAPERCUT_LANG": "zh-Hant-HK", "LC_ALL": "POSIX"}, "zh-HK"),
        ([], {"LC_ALL": "de_DE@euro", "LANG": "zh_CN.UTF-8"}, "en"),
        (["--lang", "zh", "clean"], {"PAPERCUT_LANG": "en"}, "zh"),
        (["--lang=en", "clean"], {"PAPERCUT_LANG": "zh"}, "en"),
        (["review", "--lang", "zh"], {}, "en"),
        (["--lang"], {"LANG": "zh_SG"}, "zh"),
    ],
)
def test_the_language(args: list[str], environment: dict[str, str], language: str) -> None:
    assert chosen_language(args, environment) == language
    assert language_of(language) == language


def test_a_language_may_be_spelled_as_locales_are() -> None:
    spelled = {
        "zh_CN": "zh", "zh-Hans": "zh", "zh_CN.UTF-8": "zh", "zh_TW": "zh-TW", "zh-Hant": "zh-TW", "zh-tw": "zh-TW",
        "zh_HK": "zh-HK", "en_US": "en", "fr": "fr", "zh-fr": "zh-fr",
    }  # fmt: skip
    for name, language in spelled.items():
        assert with_asked_language(["--lang", name, "clean"]) == ["--lang", language, "clean"]
        assert with_asked_language([f"--lang={name}"]) == [f"--lang={language}"]
    assert with_asked_language(["clean", "--lang", "zh_CN"]) == ["clean", "--lang", "zh_CN"]
    assert papercut("--lang", "zh_TW", "clean", "no.txt").stderr.decode().startswith("papercut: 錯誤：")


def test_an_unknown_language_is_refused_with_those_that_there_are() -> None:
    done = papercut("--lang", "fr", "clean", SEED)
    assert done.returncode == 2 and b"'en', 'zh', 'zh-TW', 'zh-HK'" in done.stderr
    done = papercut("clean", SEED, "--lang", "zh")
    assert done.returncode == 2 and b"--lang stands before the command: papercut --lang zh clean" in done.stderr


def test_english_reads_no_catalogue() -> None:
    script = "import sys; from papercut.cli import main; main(['clean', sys.argv[1]]); print(*sys.modules)"
    done = sh(f'python -c "{script}" {SEED} | tail -1')
    assert b"papercut.cli.clean" in done.stdout and b"papercut.translation.catalogue" not in done.stdout


@pytest.mark.parametrize("language", ["zh", "zh-TW"])
@pytest.mark.parametrize("name", ["", *COMMANDS, *ORDER])
def test_help_is_chinese_and_whole_at_80_columns(
    name: str, language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("PAPERCUT_LANG", language)
    assert main([*name.split(), "--help"]) == 0
    text = capsys.readouterr().out
    use_language("en")
    assert max(map(cells, text.splitlines())) <= 80
    assert text.startswith("用法：")
    told = [line for line in text.splitlines() if not re.match(r" +(?:papercut|pdftotext) ", line)]
    assert not [line for line in told if ENGLISH.search(line)]
    assert not re.findall(r"(?<![\w-])(?:[A-Z]{2,}(?=\.\.\.|\||\]|  )|int(?: range)?)(?!\w)", text)  # names of values
    command = typer.main.get_command(app)
    if name:
        command = command.get_command(None, name)  # type: ignore[attr-defined]
    whole = re.sub(r"\s", "", text)
    for param in command.params:
        said = catalogue(language).translate(getattr(param, "help", None) or "").removesuffix("。")
        assert re.sub(r"\s", "", said) in whole, param.name


def made(path: Path) -> None:
    """Files of every kind, and what is wrong with some of them."""
    path.mkdir()
    (path / "page.txt").write_bytes(SEED.read_bytes())
    (path / "page.pdf").write_bytes(pdf(Sheet().text("新桥昨日通车", 40, 60)))
    (path / "bad.pdf").write_bytes(b"%PDF-1.7\n")
    (path / "notes.rtf").write_text("{\\rtf1 text}")
    (path / "lost.txt").write_bytes(b"\xff\xfe\x00 \n" * 3)
    (path / "empty.txt").write_text(" \n")


COMMAND_LINES = (
    "papercut clean page.txt -v", "papercut clean page.pdf --to json > out.json", "papercut clean page.txt -o page.md",
    "papercut clean bad.pdf notes.rtf nothing.txt page.txt", "papercut clean empty.txt --to csv",
    "papercut read page.txt | papercut build-paragraphs | papercut separate-articles | papercut write --to json",
    "cat page.txt | papercut despace", "papercut batch page.txt page.pdf bad.pdf -o out -v",
    "papercut batch page.txt page.pdf -o articles.db", "papercut batch . -o out",
    "papercut search articles.db 商务 --to jsonl",
    "papercut status out --to json | sed '/slowest/,$d; /bins/,/^  }/d; /seconds/d'",
    "papercut stages --to json",
    "papercut explain page.txt --to json", "papercut review page.txt -o page.html",
    "papercut score page.txt --draft > page.truth.json", "papercut score page.txt --json",
    "papercut clean page.txt --to xyz", "papercut clean page.txt --stages order,place-headlines",
    "papercut clean page.txt --with foo", "papercut clean page.txt -o page.md", "papercut status nothing",
)  # fmt: skip
"""What people do, and what they do wrong; the last of each kind fails."""


def test_messages_are_chinese_and_data_are_the_same_in_both_languages(tmp_path: Path) -> None:
    folders = {}
    for language in ("en_US.UTF-8", "zh_CN.UTF-8"):
        folder = folders[language] = tmp_path / language
        made(folder)
    script = "\n".join(f"({line}) >../$LANG.out.{k} 2>../$LANG.said.{k}" for k, line in enumerate(COMMAND_LINES))
    for language, folder in folders.items():
        sh(script, cwd=folder, PAPERCUT_LANG="", LC_ALL="", LC_MESSAGES="", LANG=language)
    english, chinese = (f"{tmp_path / language}" for language in folders)
    for k, line in enumerate(COMMAND_LINES):
        assert Path(f"{english}.out.{k}").read_bytes() == Path(f"{chinese}.out.{k}").read_bytes(), line
        said = Path(f"{chinese}.said.{k}").read_text("utf-8")
        assert bool(said) == bool(Path(f"{english}.said.{k}").read_text("utf-8")), line
        rows = [row.replace("run pandoc -f rtf", "").partition("请运行")[0] for row in said.splitlines()]
        assert not [row for row in rows if ENGLISH.search(row)], line
        assert all(re.search("[一-鿿]", row) for row in rows if row), line
    for name in ("out.json", "page.md", "page.html", "page.truth.json"):
        one, other = (Path(folder, name).read_bytes() for folder in (english, chinese))
        if name == "page.html":  # in which language it begins is all that differs
            other = other.replace(b'data-lang="zh"', b'data-lang="auto"')
        assert one and one == other, name


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("explain", "page.txt"), ("篇稿件", "第 1 行", "非稿件内容", "重影", "同行重影 (doubled-on-one-line)")),
        (("status", "out"), ("个版面", "最慢", "失败：无", "秒")),
        (("stages",), ("需要 lines；产生 lines；来自", "配上主标题")),
        (("score", "page.txt", "--worst", "1"), ("全对", "稿件F1")),
    ],
)
def test_tables_for_people_are_chinese(command: tuple[str, ...], words: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes(SEED.read_bytes())
    if command[0] == "status":
        assert papercut("batch", "page.txt", "-o", "out", cwd=tmp_path).returncode == 0
    if command[0] == "score":
        (tmp_path / "page.truth.json").write_bytes(papercut("score", "page.txt", "--draft", cwd=tmp_path).stdout)
    shown = papercut(*command, cwd=tmp_path, PAPERCUT_LANG="zh").stdout.decode()
    assert [word for word in words if word not in shown] == []
    assert not ENGLISH.search(shown)


def test_a_plan_and_wrong_arguments_are_told_in_chinese(tmp_path: Path) -> None:
    for name in ("page.txt", "other.txt", ".hidden.txt"):
        (tmp_path / name).write_bytes(SEED.read_bytes())
    plan = papercut("batch", ".", "-o", "out", "--dry-run", cwd=tmp_path, PAPERCUT_LANG="zh").stdout.decode()
    assert plan == "略过（隐藏文件）\t.hidden.txt\n待处理\tother.txt\n与 other.txt 相同\tpage.txt\n"
    assert papercut("batch", ".", "-o", "out", "-q", cwd=tmp_path).returncode == 0
    again = papercut("batch", ".", "-o", "out", "--dry-run", "--resume", cwd=tmp_path, PAPERCUT_LANG="zh")
    assert "先前已完成\tother.txt\n" in again.stdout.decode()
    for args, says in (
        ("status out more", "多余的参数：more"), ("explain page.txt --line x", "'x' 不是有效的整数"),
        ("batch . -o out --timeout x", "'x' 不是有效的小数"), ("status", "缺少参数 '输出'"),
    ):  # fmt: skip
        done = papercut(*args.split(), cwd=tmp_path, PAPERCUT_LANG="zh")
        assert done.returncode == 2 and says in done.stderr.decode(), args


def test_traditional_chinese_has_its_own_characters_and_words(tmp_path: Path) -> None:
    assert "檔案" in catalogue("zh-TW").translate("Overwrite files that are there already.")
    assert catalogue("zh-HK").translate("jump_line") == "轉版說明"
    done = papercut("--lang", "zh-TW", "clean", "后面.txt", cwd=tmp_path)
    assert done.stderr.decode() == "papercut: 錯誤：后面.txt：沒有這個檔案：請檢查路徑，或用 - 表示標準輸入\n"


def test_exceptions_are_english_in_python_whatever_the_command_line_speaks(tmp_path: Path) -> None:
    use_language("zh")
    try:
        with pytest.raises(pc.InputError, match="there is no such file"):
            pc.read(tmp_path / "nothing.txt")
    finally:
        use_language("en")
