"""The server of the workbench: whom it answers, what it keeps, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from papercut.corrections.files import append, corrections_path
from papercut.corrections.records import new
from papercut.workbench.desk import steps
from papercut.workbench.server import LARGEST
from workbenches import HOST, Bench, Made, asked, bench_on, first_of, spans_of, text_of


@pytest.fixture
def bench(own: Made) -> Bench:
    return bench_on(own)


# whom it answers


@pytest.mark.parametrize("path", ["", "page/0", "files/page.js", "api/pages", "api/page/0", "api/page/0/picture"])
def test_only_its_token_opens_it(bench: Bench, path: str) -> None:
    assert bench.get(path).status in (200, 204)
    for token in ("", "x" * len(bench.bench.token), bench.bench.token[:-1], bench.bench.token.swapcase(), "é"):
        assert asked(bench.bench, "GET", f"/{token}/{path}", {}).status == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": HOST}, 200),
        ({"Host": HOST.replace("127.0.0.1", "localhost")}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1:9"}, 403),
        ({"Host": f"{HOST}.evil.example"}, 403),
        ({"Origin": f"http://{HOST}"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": f"https://{HOST}"}, 403),
        ({"Origin": HOST}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_only_its_host_and_origin_are_answered(bench: Bench, own: Made, headers: dict[str, str], status: int) -> None:
    assert bench.get("api/pages", **headers).status == status
    assert bench.post("seed.txt", "", {"do": "check"}, **headers).status == status
    assert len(own.kept()) == (status == 200)


@pytest.mark.parametrize("path", ["", "api/pages", "files/page.js", "api/page/99", "files/nothing.js"])
def test_every_answer_is_closed_to_other_pages(bench: Bench, path: str) -> None:
    for answer in (bench.get(path), bench.get(path, Host="evil.example")):
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in answer.headers


def test_a_wrong_address_tells_people_in_words(bench: Bench) -> None:
    answer = asked(bench.bench, "GET", "/nothing/", {"accept": "text/html"})
    assert answer.status == 404
    assert "open the address that papercut serve printed last" in answer.text and "请打开" in answer.text


def test_no_file_but_its_own_is_given(bench: Bench) -> None:
    for name in ("server.py", "..%2fserver.py", "%2e%2e/desk.py", "workbench.html", "..%2f..%2f..%2f..%2fetc%2fpasswd"):
        assert bench.get(f"files/{name}").status == 404


# what it keeps, and what it refuses


def test_a_step_is_kept_before_the_answer(bench: Bench, own: Made) -> None:
    before = bench.page("seed.txt")
    lead, second = before["articles"][0], before["articles"][0]["body"][1]
    answer = bench.post("seed.txt", before["last"], {"do": "split", "before": first_of(second)})
    (record,) = own.kept()
    assert (record.do, record.by, record.name) == ("split", "王", "seed.txt")
    view = answer.json()
    assert answer.status == 200 and view["last"] == view["undo"] == record.id and view["redo"] is None
    assert len(view["articles"]) == len(before["articles"]) + 1
    one, other = view["articles"][:2]
    assert [*text_of(one), *text_of(other)] == text_of(lead) and text_of(other)[0] == text_of(lead)[2]


def test_undo_and_redo_without_end(bench: Bench) -> None:
    view = bench.page("seed.txt")
    states = [view["articles"]]
    for _ in range(3):
        step = {"do": "merge", "article": first_of(view["articles"][1]["body"][0]),
                "into": first_of(view["articles"][0]["body"][0])}  # fmt: skip
        view = bench.post("seed.txt", view["last"], step).json()
        states.append(view["articles"])
    assert len({len(articles) for articles in states}) == 4
    for do, seen in (("undo", states[-2::-1]), ("redo", states[1:]), ("undo", states[-2::-1])):
        for articles in seen:
            view = bench.post("seed.txt", view["last"], {"do": do, "of": view[do]}).json()
            assert view["articles"] == articles
        assert view[do] is None
    view = bench.post("seed.txt", view["last"], {"do": "check"}).json()
    assert view["redo"] is None  # what is done anew ends what could be done again


def test_a_step_of_several_is_made_whole_or_not_at_all(bench: Bench, own: Made) -> None:
    view = bench.page("seed.txt")
    body = view["articles"][0]["body"]
    fits = {"do": "place", "pieces": spans_of(body[1]), "role": "subhead"}
    answer = bench.post("seed.txt", "", fits, {"do": "split", "before": [9999, 0]})
    assert answer.status == 422 and own.kept() == [] and bench.page("seed.txt") == view
    view = bench.post("seed.txt", "", fits, fits | {"pieces": spans_of(body[2])}).json()
    assert [e["role"] for e in view["articles"][0]["body"][:3]] == ["paragraph", "subhead", "subhead"]
    assert {record.group for record in own.kept()} == {view["undo"]}
    view = bench.post("seed.txt", view["last"], {"do": "undo", "of": view["undo"]}).json()
    assert [e["role"] for e in view["articles"][0]["body"][:3]] == ["paragraph"] * 3


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        ({"do": "split", "before": [9999, 0]}, "line 9999 has no text at column 0"),
        ({"do": "split", "before": "here"}, "split needs before"),
        ({"do": "split"}, "split needs before"),
        ({"do": "explode"}, "there is no correction 'explode'"),
        ({}, "there is no correction 'None'"),
        ({"do": "place", "pieces": [[1, 0, 4]], "role": "chief"}, "role must be one of"),
        ({"do": "place", "pieces": [[1, 4, 0]]}, "place needs pieces"),
        ({"do": "edit", "pieces": [[1, 0, 4]], "was": "x", "text": "  "}, "edit needs text"),
        ({"do": "edit", "pieces": [[5, 0, 4]], "was": "not this", "text": "y"}, "does not read"),
        ({"do": "undo", "of": "nothing"}, "only the last step can be undone"),
        ({"do": "redo", "of": "nothing"}, "only the last step can be undone"),
        ({"do": "check", "id": "forged"}, "a step has no 'id'"),
        ({"do": "check", "at": "1900-01-01T00:00:00Z"}, "a step has no 'at'"),
        ({"do": "check", "by": "somebody else"}, "a step has no 'by'"),
        ({"do": "check", "source": {"name": "x", "page": 1, "sha256": ""}}, "a step has no 'source'"),
        ({"do": "check", "self": 1}, "check has no 'self'"),
        ({"do": "check", "name": "x"}, "check has no 'name'"),
    ],
)
def test_a_bad_step_is_refused_with_its_reason(bench: Bench, own: Made, step: dict[str, Any], reason: str) -> None:
    answer = bench.post("seed.txt", "", step)
    english, chinese = answer.json()["error"]
    assert answer.status == 422 and reason in english and chinese
    assert not corrections_path(own.out).exists()


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"7", b"null", b"\xff\xfe", b'{"by": "x"}', b'{"by": "x", "seen": ""}', b"[" * 100_000,
     b'{"by": "x", "seen": "", "steps": []}', b'{"by": "x", "seen": "", "steps": "check"}',
     b'{"by": "x", "seen": "", "steps": [7]}', b'{"by": "x", "seen": "", "steps": {"do": "check"}}'],
)  # fmt: skip
def test_what_is_no_step_is_refused(bench: Bench, own: Made, body: bytes) -> None:
    assert bench.raw("seed.txt", body).status == 400
    assert not corrections_path(own.out).exists()


def test_a_body_is_json_and_small(bench: Bench, own: Made) -> None:
    body = b'{"by": "x", "seen": "", "steps": [{"do": "check"}]}'
    assert bench.raw("seed.txt", body, **{"Content-Type": "text/plain"}).status == 415
    assert bench.raw("seed.txt", body.ljust(LARGEST + 1)).status == 413
    assert not corrections_path(own.out).exists()
    assert bench.raw("seed.txt", body.ljust(LARGEST)).status == 200


def test_a_name_may_be_anything(bench: Bench, own: Made) -> None:
    for name in ("\ud800", "x" * 5000, "a\nb\u2028c", "<script>", ""):
        view = bench.page("seed.txt")
        answer = bench.post("seed.txt", view["last"], {"do": "check"}, by=name)
        assert answer.status == 200, answer.text
        bench = bench_on(own)  # and the file can be read again
    assert [len(record.by) for record in own.kept()] == [1, 200, 5, 8, 0]


def test_an_edit_may_hold_anything(bench: Bench) -> None:
    chunk = bench.page("seed.txt")["articles"][0]["body"][0]["chunks"][0]
    for text in ("\ud800孤", "<script>alert(1)</script>", "甲乙\u2028丙"):
        view = bench.page("seed.txt")
        was = view["articles"][0]["body"][0]["chunks"][0][3]
        step = {"do": "edit", "pieces": [chunk[:3]], "was": was, "text": text}
        now = bench.post("seed.txt", view["last"], step).json()["articles"][0]["body"][0]["chunks"][0][3]
        assert now == text.replace("\ud800", "\ufffd")


def test_who_comes_second_is_told(bench: Bench, own: Made) -> None:
    seen = bench.page("seed.txt")
    other = bench_on(own)  # another window, or another process
    step = {"do": "split", "before": first_of(seen["articles"][0]["body"][1])}
    assert other.post("seed.txt", seen["last"], step, by="张").status == 200
    for late in (step, {"do": "check"}):  # also one that would fit no more
        answer = bench.post("seed.txt", seen["last"], late)
        assert answer.status == 409 and answer.json()["changed"]
        assert "Somebody else has corrected seed.txt" in answer.json()["error"][0]
    assert [record.by for record in own.kept()] == ["张"]
    view = bench.page("seed.txt")
    assert len(view["articles"]) == len(seen["articles"]) + 1
    assert bench.post("seed.txt", view["last"], {"do": "check"}).status == 200
    assert bench.post("page.pdf", "", {"do": "check"}).status == 200  # another page is free


def test_checked_by_whom_and_when_until_it_is_changed(bench: Bench) -> None:
    view = bench.post("page.pdf", "", {"do": "check"}, by="王").json()
    assert view["checked"]["by"] == "王" and view["checked"]["at"].endswith("Z")
    row = next(r for r in bench.get("api/pages?state=checked").json()["rows"])
    assert (row["name"], row["checked"], row["at"]) == ("page.pdf", "王", view["checked"]["at"])
    step = {"do": "split", "before": view["articles"][0]["body"][0]["chunks"][1][:2]}
    view = bench.post("page.pdf", view["last"], step).json()
    assert view["checked"] is None and bench.get("api/pages?state=checked").json()["count"] == 0
    row = next(r for r in bench.get("api/pages?state=corrected").json()["rows"])
    assert (row["name"], row["corrections"], row["checked"]) == ("page.pdf", 1, "")


def test_what_no_longer_fits_is_shown_and_stops_nothing(bench: Bench, own: Made) -> None:
    row = bench.bench.desk.row(bench.number("seed.txt"))
    source = {"name": row.name, "page": row.page, "sha256": row.sha256}
    append(corrections_path(own.out), [new("split", source, "张", before=[9999, 0])])
    view = bench.page("seed.txt")
    (misfit,) = view["misfits"]
    assert (misfit["do"], misfit["by"]) == ("split", "张") and "line 9999" in misfit["why"][0]
    # the page can be checked as it is shown, without that correction
    checked = bench.post("seed.txt", view["last"], {"do": "check"}).json()
    assert checked["checked"]["by"] == "王"
    assert own.kept()[-1].what == {"without": [own.kept()[0].id]}
    assert [r["name"] for r in bench.get("api/pages?state=checked").json()["rows"]] == ["seed.txt"]
    # until another one does not fit any more: then neither the page nor the list says that it is checked
    record = new("split", source, "张", before=[9998, 0])
    path = corrections_path(own.out)
    path.write_text(record.to_json() + "\n" + path.read_text("utf-8"), "utf-8")
    (own.out / "seed.txt_p01" / "page.json").touch()
    assert bench.page("seed.txt")["checked"] is None
    assert bench.get("api/pages?state=checked").json()["count"] == 0


def test_an_edit_holds_nothing_that_cannot_be_seen(bench: Bench, own: Made) -> None:
    chunk = bench.page("seed.txt")["articles"][0]["body"][0]["chunks"][0]
    for hidden in ("\u202e", "\x1b[31m", "\u200b", "\x00"):
        step = {"do": "edit", "pieces": [chunk[:3]], "was": chunk[3], "text": f"新桥{hidden}通车"}
        answer = bench.post("seed.txt", "", step)
        assert answer.status == 422 and "control characters" in answer.json()["error"][0]
        assert "控制字符" in answer.json()["error"][1]
    assert own.kept() == []


def test_steps_that_can_be_undone() -> None:
    source = {"name": "x", "page": 1, "sha256": "0"}
    one, two = new("check", source, "a"), new("uncheck", source, "a")
    undone, again = new("undo", source, "a", of=two.id), new("redo", source, "a", of=two.id)
    assert steps([]) == (None, None)
    assert steps([one, two]) == (two.id, None)
    assert steps([one, two, undone]) == (one.id, two.id)
    assert steps([one, two, undone, again]) == (two.id, None)
    assert steps([one, two, undone, new("check", source, "a")])[1] is None
