"""The corrections file: what is kept survives whatever happens to it; and the commands, through the real shell."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corrected import correct, document_of
from documents import pdf_page
from papercut.corrections.files import NAME, ChangedMeanwhile, append, corrections_path, last_of, read_corrections
from papercut.corrections.records import Correction, from_json
from papercut.errors import InputError, OutputError
from shell import SEED, environment, papercut

Doc = dict[str, Any]
ASIDE = b"papercut: set aside as furniture: 1 duplicate; --to json shows them\n"


@pytest.fixture
def records() -> list[Correction]:
    doc = document_of(pdf_page())
    return [
        correct(doc, "order", article=[8, 0], after=None),
        correct(doc, "split", before=[5, 0]),
        correct(doc, "check"),
    ]


# the file


def test_a_file_only_grows(records: list[Correction], tmp_path: Path) -> None:
    path = tmp_path / NAME
    append(path, records[:1])
    first = path.read_bytes()
    append(path, records[1:])
    assert path.read_bytes().startswith(first) and read_corrections(path) == (records, ())
    append(path, [])
    assert read_corrections(path).records == records
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n\r\n"))
    assert read_corrections(path) == (records, ()), "as an editor of Windows saves it"


@pytest.mark.parametrize("cut", range(1, 200, 13))
def test_a_torn_last_line_is_told_and_the_next_writer_takes_it_away(
    cut: int, records: list[Correction], tmp_path: Path
) -> None:
    path = tmp_path / NAME
    append(path, records[:2])
    path.write_bytes(path.read_bytes()[:-cut])
    kept = read_corrections(path)
    if cut == 1:  # only the end of the line is lacking
        assert kept == (records[:2], ())
    else:
        assert kept.records == records[:1] and "the last line was never finished" in kept.said[0]
    append(path, records[2:], last_of(kept.records, records[0].of))
    assert read_corrections(path) == ([*kept.records, records[2]], ())


@pytest.mark.parametrize("bad", ["{", "[]", "{}", '{"correction": 2}', "\ud800"])
def test_a_bad_line_is_named_with_its_number(bad: str, records: list[Correction], tmp_path: Path) -> None:
    path = tmp_path / NAME
    lines = [records[0].to_json(), bad, records[1].to_json()]
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    with pytest.raises(InputError, match=r"corrections\.jsonl, line 2: "):
        read_corrections(path)
    with pytest.raises(InputError, match="line 2: "):
        append(path, records[2:], records[1].id)
    assert records[2].id not in path.read_text("utf-8", "replace")


def test_a_last_line_of_a_later_version_is_not_taken_away(records: list[Correction], tmp_path: Path) -> None:
    path = tmp_path / NAME
    append(path, records[:1])
    later = json.dumps({**records[1].to_dict(), "correction": 2}).encode()
    path.write_bytes(path.read_bytes() + later)
    with pytest.raises(InputError, match="line 2: a record of version 2"):
        read_corrections(path)
    with pytest.raises(InputError, match="version 2"):
        append(path, records[2:])
    assert path.read_bytes().endswith(later)


def test_the_second_of_two_writers_is_told(records: list[Correction], tmp_path: Path) -> None:
    path = tmp_path / NAME
    append(path, records[:1], "")
    with pytest.raises(ChangedMeanwhile, match=r"Somebody else has corrected page\.pdf, page 1") as told:
        append(path, records[1:2], "")
    assert told.value.last == records[0].id and read_corrections(path).records == records[:1]
    append(path, records[1:2], told.value.last)
    elsewhere = from_json(records[2].to_json().replace('"page":1', '"page":2'))
    assert elsewhere.page == 2
    append(path, [elsewhere], "")
    assert read_corrections(path).records == [*records[:2], elsewhere]


WRITER = """
import sys
from pathlib import Path
from papercut.corrections.files import append
from papercut.corrections.records import new

path, name, each = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
source = {"name": "page.txt", "page": 1, "sha256": name}
seen = ""
for k in range(each):
    both = [new("order", source, name, group=str(k), article=[k + 1, 0], after=None) for _ in range(2)]
    append(path, both, seen)
    seen = both[-1].id
"""


def test_many_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path, each = tmp_path / NAME, 25
    names = [f"writer-{n}" for n in range(6)]
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), name, str(each)], env=environment(),
                         stderr=subprocess.PIPE)
        for name in names
    ]  # fmt: skip
    assert [(one.communicate(timeout=120)[1], one.returncode) for one in running] == [(b"", 0)] * len(names)
    found = read_corrections(path).records
    assert len({record.id for record in found}) == len(found) == 2 * each * len(names)
    for name in names:
        assert [r.group for r in found if r.by == name] == [str(k) for k in range(each) for _ in range(2)]
    assert all(a.by == b.by and a.group == b.group for a, b in zip(found[::2], found[1::2], strict=True))


def test_where_it_cannot_be_written(records: list[Correction], tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        append(tmp_path / "none" / NAME, records)
    with pytest.raises(OutputError):
        append(tmp_path, records)
    with pytest.raises(InputError, match="cannot be read"):
        read_corrections(tmp_path / NAME)


# the commands


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The seed page as a folder of JSON records."""
    assert papercut("clean", SEED, "-o", tmp_path / "out", "--to", "json").returncode == 0
    return tmp_path / "out"


def seed_records(out: Path) -> list[Correction]:
    """A headline edited, and an article first; the second is undone."""
    doc = json.loads((out / "page.json").read_text("utf-8"))
    edit = correct(doc, "edit", pieces=[[196, 0, 11]], was="全市老干部工作会议召开", text="老干部工作会议召开")
    order = correct(doc, "order", article=[131, 0], after=None)
    return [edit, order, correct(doc, "undo", of=order.id)]


def test_an_output_is_written_as_it_was_corrected(out: Path, tmp_path: Path) -> None:
    plain = papercut("clean", SEED).stdout.decode()
    assert papercut("write", out).stdout.decode() == plain, "a folder is an input"
    assert papercut("write", out / "page.json").stdout.decode() == plain
    assert papercut("clean", out, "--to", "json").stdout == papercut("clean", SEED, "--to", "json").stdout.replace(
        str(SEED).encode(), SEED.name.encode()
    )
    bare = papercut("apply", out)
    assert (bare.returncode, bare.stdout.decode()) == (0, plain) and b"no corrections yet" in bare.stderr
    records = seed_records(out)
    path = corrections_path(out)
    assert path == out / NAME
    append(path, records)
    wanted = plain.replace("# 全市老干部工作会议召开", "# 老干部工作会议召开")
    assert wanted != plain
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    assert papercut("apply", out).stdout.decode() == wanted
    for command in (("clean", SEED), ("write", out), ("write", out / "page.json"), ("apply", out)):
        done = papercut(*command, "--corrections", path)
        assert (done.returncode, done.stdout.decode(), done.stderr) == (0, wanted, ASIDE)
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before
    done = papercut("apply", out, "-o", tmp_path / "new", "--to", "json")
    page = json.loads((tmp_path / "new" / "page.json").read_text("utf-8"))
    assert done.returncode == 0 and [row["id"] for row in page["corrections"]] == [records[0].id]
    assert page["articles"][0]["headline"] == "老干部工作会议召开"


def test_corrections_that_do_not_fit_are_told(out: Path) -> None:
    records = seed_records(out)
    doc = json.loads((out / "page.json").read_text("utf-8"))
    bad = correct(doc, "split", before=[196, 0])
    append(corrections_path(out), [records[0], bad])
    for command in (("apply", out), ("clean", SEED, "--corrections", out / NAME),
                    ("write", out, "--corrections", out / NAME)):  # fmt: skip
        done = papercut(*command)
        line = done.stderr.removesuffix(ASIDE).decode()
        assert done.returncode == 1 and b"# \xe8\x80\x81\xe5\xb9\xb2" in done.stdout
        assert f"the correction {bad.id[:8]} (split, by 李编) no longer fits and is left out: line 196" in line
        assert line.count("\n") == 1


def test_list_export_and_import(out: Path, tmp_path: Path) -> None:
    records = seed_records(out)
    empty = papercut("corrections", "list", out)
    assert (empty.returncode, empty.stdout) == (0, b"")
    theirs = tmp_path / "theirs.jsonl"
    append(theirs, records)
    for _ in range(2):  # each once
        done = papercut("corrections", "import", out, theirs)
        assert done.returncode == 0 and read_corrections(out / NAME).records == records
    assert b"0 corrections imported" in done.stderr
    listed = papercut("corrections", "list", out)
    assert listed.returncode == 0
    rows = [line.split("  ") for line in listed.stdout.decode().splitlines()]
    assert [(row[0], row[1], row[3].split(" ")[0], *row[4:]) for row in rows] == [
        (records[0].at, "李编", "edit", "applied"), (records[1].at, "李编", "order", "undone"),
    ]  # fmt: skip
    exported = papercut("corrections", "export", out)
    assert exported.stdout.decode() == records[0].to_json() + "\n" and exported.returncode == 0
    assert papercut("corrections", "import", out, "-", data=exported.stdout).returncode == 0
    doc = json.loads((out / "page.json").read_text("utf-8"))
    other = {**doc, "source": {**doc["source"], "sha256": "0" * 64}}
    wrong = [correct(doc, "split", before=[196, 0]), correct(other, "split", before=[9, 0])]
    data = "".join(record.to_json() + "\n" for record in wrong).encode()
    assert papercut("corrections", "import", out, data=data).returncode == 0
    listed = papercut("corrections", "list", out, "--to", "json")
    assert listed.returncode == 1
    states = [(row["do"], row["state"], row["why"]) for row in json.loads(listed.stdout)]
    assert states[2:] == [
        ("split", "misfit", "line 196 stands in no article's body"),
        ("split", "no-page", "the output has no such page"),
    ]


@pytest.mark.parametrize(("args", "code", "said"), [
    (("corrections", "list", "none"), 3, "none does not exist"),
    (("corrections", "list", "out", "more"), 2, "more does not go with it"),
    (("corrections", "export", "out", "--to", "json"), 2, "--to goes with list"),
    (("corrections", "import", "out", "bad.jsonl"), 3, "bad.jsonl, line 1: no JSON"),
    (("apply", "out", "--corrections", "bad.jsonl"), 2, "bad.jsonl, line 1: no JSON"),
    (("clean", "out", "--corrections", "none"), 2, "none cannot be read"),
    (("apply", "out", "--trace"), 2, "--trace"),
    (("apply", "none"), 3, "none"),
])  # fmt: skip
def test_what_the_commands_refuse(args: tuple[str, ...], code: int, said: str, out: Path) -> None:
    (out.parent / "bad.jsonl").write_text("no\n\n")
    done = papercut(*args, cwd=out.parent)
    assert done.returncode == code and done.stdout == b"" and done.stderr.count(b"\n") == 1
    assert said in done.stderr.decode() and not (out / NAME).exists()


def test_folders_that_do_not_hold_whole_pages(tmp_path: Path) -> None:
    papercut("clean", SEED, "-o", tmp_path / "md", "--to", "md")
    done = papercut("apply", tmp_path / "md")
    assert done.returncode == 3 and b"add --to json" in done.stderr
    papercut("clean", SEED, "-o", tmp_path / "lines.jsonl")
    done = papercut("apply", tmp_path / "lines.jsonl")
    assert done.returncode == 3 and b"a page is more" in done.stderr
    assert papercut("apply", SEED).returncode == 3
