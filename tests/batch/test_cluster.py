"""The dask engine gives what this machine's processes give, also when a worker dies."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from batches import begin, begun, children, files_of, make_pages, trouble

from shell import environment, papercut

pytest.importorskip("distributed")


def test_a_worker_of_the_cluster_dies(tmp_path: Path) -> None:
    more = trouble(tmp_path / "stage")
    pages = tmp_path / "scans"
    make_pages(pages, 60)
    for path in pages.rglob("*.txt"):
        path.write_text(path.read_text() + "SLOW\n")
    args = ("--with", "trouble", "-j", "2", "--to", "jsonl")
    own = tmp_path / "tmp"
    own.mkdir()
    run = begin("batch", pages, "-o", tmp_path / "out", *args, "--engine", "dask", **more, TMPDIR=str(own))
    assert begun(more)
    # the cluster's workers are processes that have begun a process for pages
    workers = [pid for pid in descendants(run.pid) if any(is_pages(child) for child in children(pid))]
    assert workers and run.pid not in workers
    os.kill(workers[0], signal.SIGKILL)
    stdout, stderr = run.communicate(timeout=200)
    assert run.returncode == 0 and stdout == b"" and re.search(rb"60 pages, \d+ articles, 0 failed", stderr), stderr
    assert not [path for path in own.iterdir() if "dask" in path.name]  # it stands in a folder that the next run sweeps
    assert stderr.count(b"\n") == 2  # what was done, and where the report is
    assert papercut("batch", pages, "-o", tmp_path / "whole", *args, **more).returncode == 0
    assert files_of(tmp_path / "out") == files_of(tmp_path / "whole")


def test_nobody_else_reaches_the_cluster_of_this_machine(tmp_path: Path) -> None:
    """It listens on 127.0.0.1; who has not the run's own certificate is refused, and no page is shown."""
    from distributed import Client
    from distributed.security import Security

    more = trouble(tmp_path / "stage")
    make_pages(tmp_path / "in", 60)
    for path in (tmp_path / "in").rglob("*.txt"):
        path.write_text(path.read_text() + "SLOW\n")
    args = ("batch", tmp_path / "in", "-o", tmp_path / "out", "--to", "jsonl", "--with", "trouble", "-j", "1")
    run = begin(*args, "--engine", "dask", **more)
    try:
        assert begun(more)
        found = listening({run.pid, *descendants(run.pid)})
        assert len(found) >= 3  # the scheduler, what looks after the worker, and the worker; and servers of pages
        assert {host for host, _ in found} == {"127.0.0.1"}
        for _, port in found:
            for url, security in ((f"tcp://127.0.0.1:{port}", None), (f"tls://127.0.0.1:{port}", Security.temporary())):
                with pytest.raises(OSError), Client(url, security=security, timeout=2) as client:
                    client.run_on_scheduler(os.getpid)
            for path in ("status", "health", "info/main/workers.html", "json/identity.json", "metrics"):
                assert answer_of(port, path) in ("404", "")
    finally:
        run.kill()
        run.communicate()


def listening(pids: set[int]) -> set[tuple[str, int]]:
    """The addresses on which these processes listen."""
    owned = set()
    for pid in pids:
        for file in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                owned.add(str(file.readlink()))
    found = set()
    for version in ("tcp", "tcp6"):
        for row in Path(f"/proc/net/{version}").read_text().splitlines()[1:]:
            _, local, _, state, *rest = row.split()
            if state == "0A" and f"socket:[{rest[5]}]" in owned:
                host, port = local.split(":")
                known = socket.inet_ntoa(bytes.fromhex(host)[::-1]) if version == "tcp" else host
                found.add((known, int(port, 16)))
    return found


def answer_of(port: int, path: str) -> str:
    """The status with which a port answers a browser; empty if it hangs up."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as there:
            there.sendall(f"GET /{path} HTTP/1.0\r\n\r\n".encode())
            said = there.recv(1000)
    except OSError:
        return ""
    return said.decode("ascii", "replace").split(" ")[1] if said.startswith(b"HTTP/") else ""


def test_a_cluster_with_certificates(tmp_path: Path) -> None:
    """A scheduler that speaks TLS alone is reached with the certificate that dask's own settings name."""
    from distributed.security import Security

    own = Security.temporary()
    files = {"CA_FILE": own.tls_ca_file, "CLIENT__CERT": own.tls_client_cert, "CLIENT__KEY": own.tls_client_key}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    code = """
import sys
from pathlib import Path
from distributed import LocalCluster
from distributed.security import Security
ca, cert, key = sys.argv[1:]
own = Security(tls_ca_file=ca, tls_client_cert=cert, tls_client_key=key, tls_scheduler_cert=cert,
               tls_scheduler_key=key, tls_worker_cert=cert, tls_worker_key=key, require_encryption=True)
if __name__ == "__main__":
    cluster = LocalCluster(n_workers=1, threads_per_worker=1, processes=False, security=own, protocol="tls://",
                           dashboard_address=None, host="127.0.0.1")
    print(cluster.scheduler_address, flush=True)
    sys.stdin.read()
"""
    pages = tmp_path / "scans"
    make_pages(pages, 3)
    args = ("batch", pages, "--to", "jsonl", "--engine", "dask", "--scheduler")
    cluster = subprocess.Popen(
        [sys.executable, "-c", code, *(str(tmp_path / name) for name in files)], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, env=environment(), cwd=tmp_path,
    )  # fmt: skip
    assert cluster.stdin is not None and cluster.stdout is not None
    try:
        address = cluster.stdout.readline().decode().strip()
        assert address.startswith("tls://")
        without = papercut(*args, address, "-o", tmp_path / "no")
        assert without.returncode == 4 and b"wants a certificate: name its files in DASK_" in without.stderr
        more = {f"DASK_DISTRIBUTED__COMM__TLS__{name}": str(tmp_path / name) for name in files}
        done = papercut(*args, address, "-o", tmp_path / "out", **more, PYTHONUTF8="1")
        assert done.returncode == 0, done.stderr
    finally:
        cluster.communicate(timeout=60)


def test_a_shard_that_kills_its_workers_fails_alone(tmp_path: Path) -> None:
    more = trouble(tmp_path / "stage")
    pages = tmp_path / "scans"
    make_pages(pages, 120)
    first = next(iter(sorted(pages.rglob("*.txt"))))
    first.write_text(first.read_text() + "PARENT\n", "utf-8")
    args = ("--with", "trouble", "-j", "2", "--to", "jsonl", "--engine", "dask")
    done = papercut("batch", pages, "-o", tmp_path / "out", *args, **more)
    assert done.returncode == 1, done.stderr
    found = json.loads(papercut("status", tmp_path / "out", "--to", "json").stdout)
    assert set(found["reasons"]) == {"crashed"} and found["inputs"] == 120 and found["pages"] >= 60
    assert "1998-01/clip-0000.txt" in {row["name"] for row in found["failures"]}


def test_the_scheduler_dies(tmp_path: Path) -> None:
    more = trouble(tmp_path / "stage")
    make_pages(tmp_path / "in", 60)
    for path in (tmp_path / "in").rglob("*.txt"):
        path.write_text(path.read_text() + "SLOW\n")
    told = tmp_path / "scheduler.json"
    env = environment(**more)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": env, "cwd": tmp_path}
    parts = ("scheduler --host 127.0.0.1 --port 0", "worker --nthreads 1 --no-nanny")
    cluster = [
        subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{part.split()[0]}", *part.split()[1:], "--no-dashboard",
             "--scheduler-file", str(told)], **quiet,
        ) for part in parts
    ]  # fmt: skip
    try:
        until = time.monotonic() + 60
        while not told.exists() and time.monotonic() < until:
            time.sleep(0.1)
        args = ("batch", tmp_path / "in", "-o", tmp_path / "out", "--to", "jsonl", "--with", "trouble")
        there = ("--engine", "dask", "--scheduler", json.loads(told.read_text())["address"])
        run = begin(*args, *there, **more)
        assert begun(more)
        cluster[0].kill()
        _, stderr = run.communicate(timeout=100)
        assert run.returncode == 4 and b"error: the cluster is lost: start its scheduler" in stderr, stderr
        assert b"Traceback" not in stderr and b"distributed" not in stderr and b"to go on: " in stderr
    finally:
        for process in cluster:
            process.kill()
            process.wait()
    assert papercut(*args, "--resume", **more).returncode == 0
    assert papercut(*args[:3], tmp_path / "whole", *args[4:], **more).returncode == 0
    assert files_of(tmp_path / "out") == files_of(tmp_path / "whole")


def test_no_scheduler(tmp_path: Path) -> None:
    make_pages(tmp_path / "in", 1)
    args = ("batch", tmp_path / "in", "-o", tmp_path / "out", "--to", "jsonl", "--engine", "dask")
    done = papercut(*args, "--scheduler", "tcp://127.0.0.1:9")
    assert done.returncode == 4 and b"cannot be reached" in done.stderr
    refused = papercut(
        "batch", tmp_path / "in", "-o", tmp_path / "a.db", "--engine", "dask", "--scheduler", "tcp://x:1"
    )
    assert refused.returncode == 2 and b"one machine's" in refused.stderr


def descendants(pid: int) -> list[int]:
    out = []
    for child in children(pid):
        out += [child, *descendants(child)]
    return out


def is_pages(pid: int) -> bool:
    try:
        return b"papercut.batches.work.worker_process" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
