"""The pages on the workbench: their list, their pictures, damaged and hostile ones, and that nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from papercut.corrections.files import corrections_path
from papercut.errors import InputError
from papercut.workbench.listing import DOUBTFUL, Listing, PageRow, list_pages
from papercut.workbench.server import AT_ONCE
from shell import papercut
from workbenches import HARMFUL, Bench, Made, bench_on, served, text_of


@pytest.fixture
def bench(own: Made) -> Bench:
    return bench_on(own)


# the list


def test_the_list_is_sorted_by_doubt(bench: Bench) -> None:
    found = bench.get("api/pages").json()
    sure = [row["sure"] for row in found["rows"]]
    assert sure == sorted(sure, key=lambda s: 2.0 if s is None else s) and None in sure
    assert found["count"] == found["of"] == len(sure) == 6
    assert [row["number"] for row in found["rows"]] == list(range(6))


def test_the_list_is_filtered(bench: Bench) -> None:
    def names(query: str) -> set[str]:
        return {row["name"] for row in bench.get(f"api/pages?{query}").json()["rows"]}

    everything = names("")
    assert names("paper=晶報") == names("date=1939") == names("date=1939-04-27") == {"1939-04-27-4.txt"}
    assert names("date=1939-04-28") == names("paper=申報") == set()
    assert names("words=SCAN") == {"scan.png"} and names("words=.txt&date=1939") == {"1939-04-27-4.txt"}
    doubtful = names("state=doubtful")
    rows = bench.get("api/pages").json()["rows"]
    assert doubtful == {row["name"] for row in rows if row["sure"] is not None and row["sure"] < DOUBTFUL}
    assert "1939-04-27-4.txt" in doubtful and "empty.txt" not in doubtful
    assert names("state=corrected") == names("state=checked") == set()
    bench.post("1939-04-27-4.txt", "", {"do": "check"})
    assert names("state=doubtful") == doubtful - {"1939-04-27-4.txt"}
    assert names("state=unchecked") == everything - {"1939-04-27-4.txt"}
    assert names("state=nonsense") == names("start=x") == everything
    assert names(f"start={'9' * 5000}") == names("start=6") == set()
    filters = bench.get("api/pages").json()
    assert filters["papers"] == ["晶報"] and filters["years"] == ["1939"]


def test_the_next_page_is_the_least_certain_that_nobody_checked(bench: Bench) -> None:
    names = [row.name for row in bench.bench.desk.listing.rows]
    order, number = [], 0
    for _ in names:
        order.append(names[number])
        assert bench.post(names[number], "", {"do": "check"}).status == 200
        number = bench.get(f"api/next/{number}").json()["number"]
    assert order == names and number is None
    assert bench.get("api/next/99").status == 422


def test_many_pages_come_in_parts(workbench_output: Made) -> None:
    bench = bench_on(workbench_output)
    out = workbench_output.out
    rows = [PageRow(k, out, f"{k:05d}.txt", 1, f"{k:064x}", 3, k / 2500, 0, "晶報", f"19{k % 100:02d}-01-01")
            for k in range(2500)]  # fmt: skip
    bench.bench.desk.listing = Listing(workbench_output.out, rows)
    seen: list[str] = []
    while len(seen) < 2500:
        part = bench.get(f"api/pages?start={len(seen)}").json()
        assert 0 < len(part["rows"]) <= AT_ONCE and part["count"] == 2500
        seen += [row["name"] for row in part["rows"]]
    assert seen == [row.name for row in rows]
    assert bench.get("api/pages?date=1939").json()["count"] == 25


def test_twins_and_failures_of_a_batch_are_no_pages(own: Made) -> None:
    (manifest,) = (own.out / ".papercut" / "shards").glob("*.json")
    shard = json.loads(manifest.read_text("utf-8"))
    shard["rows"] += [{"name": "twin.txt", "stamp": "", "same_as": "seed.txt"},
                      {"name": "bad.pdf", "stamp": "", "page": None, "reason": "unreadable", "text": ""}]  # fmt: skip
    for row in shard["rows"]:  # a batch of an older papercut
        row.pop("paper", None), row.pop("date", None)
    manifest.write_text(json.dumps(shard), "utf-8")
    rows = list_pages(own.out).rows
    assert len(rows) == 6 and {row.paper for row in rows} == {""}


def test_a_folder_of_clean_is_listed_too(own: Made) -> None:
    batch = {(row.name, row.sha256, row.articles, row.date, row.paper) for row in list_pages(own.out).rows}
    shutil.rmtree(own.out / ".papercut")
    found = list_pages(own.out).rows
    assert {(row.name, row.sha256, row.articles, row.date, row.paper) for row in found} == batch


def test_an_output_that_cannot_be_corrected_is_refused(own: Made, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("新桥通车\n\n　　本报讯 市里的新桥昨日通车。\n", "utf-8")
    for to in ("md", "jsonl"):
        assert papercut("batch", tmp_path / "page.txt", "-o", tmp_path / to, "--to", to).returncode == 0
        with pytest.raises(InputError, match="--to json"):
            list_pages(tmp_path / to)
    (tmp_path / "nothing").mkdir()
    for place, reason in ((tmp_path / "nothing", "holds no pages"), (tmp_path / "page.txt", "is no folder")):
        run = papercut("serve", place, "--no-open")
        assert run.returncode == 3 and reason in run.stderr.decode() and run.stdout == b""
    assert papercut("serve", own.out, "--inputs", tmp_path / "none").returncode == 2


# pages


def test_a_view_holds_every_character_once(bench: Bench) -> None:
    for row in bench.bench.desk.listing.rows:
        view = bench.page(row.name)
        elements = [e for a in view["articles"] for key in ("parts", "body", "below") for e in a[key]]
        spans = [tuple(chunk[:3]) for e in [*elements, *view["furniture"]] for chunk in e["chunks"]]
        assert len(set(spans)) == len(spans)
        assert sorted(spans) == sorted((line, *span) for line, on in view["lines"] for span in on)
    assert bench.page("empty.txt")["lines"] == [] and bench.page("empty.txt")["articles"] == []


def test_pictures_of_pdf_and_scans(bench: Bench) -> None:
    for name in ("page.pdf", "scan.png"):
        answer = bench.get(f"api/page/{bench.number(name)}/picture")
        assert answer.headers["content-type"] == "image/jpeg" and answer.content[:2] == b"\xff\xd8"
        assert bench.page(name)["size"] == ([400, 400] if name == "page.pdf" else [800, 800])
    answer = bench.get(f"api/page/{bench.number('seed.txt')}/picture")
    assert answer.status == 204 and answer.content == b""


def test_a_changed_file_has_no_picture(workbench_output: Made, tmp_path: Path) -> None:
    inputs = Path(shutil.copytree(workbench_output.inputs, tmp_path / "in"))
    bench = bench_on(Made(workbench_output.out, inputs))
    path = f"api/page/{bench.number('scan.png')}/picture"
    assert bench.get(path).status == 200
    with (inputs / "scan.png").open("ab") as file:
        file.write(b"x")
    assert bench.get(path).status == 204
    (inputs / "scan.png").unlink()
    assert bench.get(path).status == 204 and bench.page("scan.png")["articles"]


@pytest.mark.parametrize(
    "name", ["../scan.png", "sub/../../scan.png", "link.png", "sub/scan.png", "/{scan}", "\0", "."]
)
def test_nothing_outside_the_inputs_is_read(own: Made, tmp_path: Path, name: str) -> None:
    outside, inputs = tmp_path / "outside", tmp_path / "outside" / "in"
    inputs.mkdir(parents=True)
    scan = Path(shutil.copy(own.inputs / "scan.png", outside / "scan.png"))
    (inputs / "link.png").symlink_to(scan)
    (inputs / "sub").symlink_to(outside)
    bench = bench_on(Made(own.out, inputs))
    number = bench.number("scan.png")
    row = bench.bench.desk.listing.rows[number]

    def named(other: str) -> Any:
        values = {field: getattr(row, field) for field in PageRow.__slots__}
        bench.bench.desk.listing.rows[number] = PageRow(**values | {"name": other, "folder": "scan.png_p01"})
        return bench.get(f"api/page/{number}/picture")

    assert named(name.format(scan=scan)).status == 204
    (inputs / "inside.png").symlink_to(Path(shutil.copy(scan, inputs / "own.png")))
    assert named("inside.png").status == 200  # the file is the right one, and a link within is none to outside


def test_corrections_are_never_written_through_a_link(own: Made, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.jsonl"
    elsewhere.write_bytes(b"")
    corrections_path(own.out).symlink_to(elsewhere)
    with pytest.raises(InputError, match="is a link"):
        list_pages(own.out)


def test_only_the_corrections_file_is_written(bench: Bench, own: Made) -> None:
    def files() -> dict[Path, bytes]:
        return {path: path.read_bytes() for root in own for path in root.rglob("*") if path.is_file()}

    before = files()
    for row in bench.bench.desk.listing.rows:
        bench.get(f"api/page/{row.number}/picture")
        assert bench.post(row.name, "", {"do": "check"}).status == 200
    after = files()
    assert after.pop(corrections_path(own.out)) and after == before


@pytest.mark.parametrize("damage", ["gone", "no-json", "other", "record-gone", "unsound"])
def test_a_damaged_record_is_named(bench: Bench, own: Made, damage: str) -> None:
    folder = own.out / "seed.txt_p01"
    place, record = folder / "page.json", next(p for p in folder.iterdir() if p.name != "page.json")
    if damage == "gone":
        shutil.rmtree(folder)
    elif damage == "record-gone":
        record.unlink()
    elif damage == "unsound":
        record.write_text(json.dumps(json.loads(record.read_text("utf-8")) | {"body": [{"pieces": 7}]}), "utf-8")
    else:
        place.write_text("{" if damage == "no-json" else "[]", "utf-8")
    number = bench.number("seed.txt")
    for answer in (bench.get(f"api/page/{number}"), bench.post("seed.txt", "", {"do": "check"})):
        assert answer.status == 422 and "seed" in answer.json()["error"][0]
    assert own.kept() == []
    again = bench_on(own)
    assert again.get("api/pages").json()["count"] == 6
    assert again.get(f"api/next/{number}").json()["number"] is not None


# hostile text


def test_hostile_text_is_data(bench: Bench) -> None:
    number = bench.number(HARMFUL)
    for path in ("", f"page/{number}"):
        text = bench.get(path).text
        start = text.index('id="start">') + len('id="start">')
        data = text[start : text.index("</script>", start)]
        assert json.loads(data)["base"] == f"/{bench.bench.token}/" and not set("<>&") & set(data)
    for path in ("api/pages", f"api/page/{number}"):
        answer = bench.get(path)
        assert answer.headers["content-type"] == "application/json" and "onerror" in answer.text
    view = bench.page(HARMFUL)
    assert view["name"] == HARMFUL and any("<script>" in "".join(text_of(a)) for a in view["articles"])


def test_the_name_of_the_user_cannot_leave_its_place(workbench_output: Made) -> None:
    bench = bench_on(workbench_output)
    bench.bench.by = "</script><script>harmed = 1</script>&\u2028"
    text = bench.get("").text
    assert text.count("<script") == 2 and "harmed" in text


# the process


def _post(url: str, page: int, body: dict[str, Any]) -> dict[str, Any]:
    request = urllib.request.Request(
        f"{url}api/page/{page}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        view: dict[str, Any] = json.load(answer)
        return view


def _get(url: str, path: str) -> Any:
    with urllib.request.urlopen(url + path, timeout=30) as answer:
        return json.load(answer)


def test_nothing_is_lost_when_the_process_is_killed(own: Made) -> None:
    last = ""
    for turn in range(3):
        with served(own, "--by", "赵") as (process, url):
            seed = next(row["number"] for row in _get(url, "api/pages")["rows"] if row["name"] == "seed.txt")
            assert _get(url, f"api/page/{seed}")["last"] == last
            do = "uncheck" if turn % 2 else "check"
            last = _post(url, seed, {"by": "赵", "seen": last, "steps": [{"do": do}]})["last"]
            process.send_signal(signal.SIGKILL)
            assert process.wait() == -signal.SIGKILL
        assert [record.id for record in own.kept()][-1] == last and len(own.kept()) == turn + 1
        with corrections_path(own.out).open("ab") as file:
            file.write(b'{"correction": 1, "id"')  # as if it had died while it wrote
    run = papercut("corrections", "list", own.out)
    assert run.returncode == 0 and run.stdout.count("赵".encode()) == 3
    assert "never finished" in run.stderr.decode()


def test_it_listens_to_this_machine_alone_and_ends_with_ctrl_c(own: Made) -> None:
    with served(own) as (process, url):
        assert url.startswith("http://127.0.0.1:") and len(url.rstrip("/").rpartition("/")[2]) >= 32
        port = int(url.split(":")[2].partition("/")[0])
        for path in (f"/proc/{process.pid}/net/tcp", f"/proc/{process.pid}/net/tcp6"):
            if os.path.exists(path):  # noqa: PTH110
                local = [row.split()[1] for row in Path(path).read_text().splitlines()[1:] if row.split()[3] == "0A"]
                assert [name for name in local if name.endswith(f":{port:04X}") and name[:8] != "0100007F"] == []
        with pytest.raises(urllib.error.HTTPError) as refused:
            _get(f"http://127.0.0.1:{port}/", "wrong/api/pages")
        refused.value.close()
        assert refused.value.code == 404
        taken = papercut("serve", own.out, "--no-open", "--port", str(port))
        assert taken.returncode == 2 and f"--port {port} cannot be used" in taken.stderr.decode()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) in (0, 130, -signal.SIGINT)
