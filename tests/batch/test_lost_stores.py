"""What is said of an object store that cannot be reached or used: what went wrong, and what to do."""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path

import pytest
from batches import make_pages

from papercut.batches.object_stores import error_text
from papercut.errors import StageError
from shell import papercut


@pytest.mark.parametrize(
    ("command", "code"),
    [("batch in -o s3://paper/out --to jsonl", 5), ("batch s3://paper/in -o out", 3), ("status s3://paper/out", 3)],
)
def test_a_store_that_cannot_be_reached_names_a_way_out(command: str, code: int, tmp_path: Path) -> None:
    pytest.importorskip("s3fs")
    make_pages(tmp_path / "in", 1)
    with closing(socket.socket()) as taken:  # nobody listens there
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        env = {
            "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": url, "FSSPEC_S3_ENDPOINT_URL": url, "AWS_MAX_ATTEMPTS": "1",
        }  # fmt: skip
        done = papercut(*command.split(), cwd=tmp_path, **env)
        chinese = papercut("--lang", "zh", *command.split(), cwd=tmp_path, **env)
    assert done.returncode == chinese.returncode == code
    row = done.stderr.decode()
    assert row.count("\n") == 1 and "Could not connect" in row
    assert row.endswith(": check the endpoint and the network, then run again; a batch goes on with --resume\n")
    assert chinese.stderr.decode().endswith("：请检查服务地址和网络，然后重新运行；批处理可用 --resume 继续\n")


@pytest.mark.parametrize(
    ("error", "way"),
    [
        (PermissionError("Access Denied"), "Access Denied: check the credentials and what they allow"),
        (ValueError("Unable to locate credentials"), "Unable to locate credentials: check the credentials and what"),
        (FileNotFoundError("The specified bucket does not exist"), "does not exist: check the address"),
        (OSError(28, "No space left on device"), "No space left on device: make room on the disk"),
        (TimeoutError(), "TimeoutError: check the endpoint and the network"),
    ],
)
def test_what_goes_wrong_with_a_store(error: Exception, way: str) -> None:
    assert way in error_text(error)


def test_a_store_whose_driver_cannot_be_loaded_for_want_of_memory() -> None:
    with pytest.raises(StageError, match="there is not enough memory"):
        error_text(ImportError("_ssl.so: failed to map segment from shared object"))
