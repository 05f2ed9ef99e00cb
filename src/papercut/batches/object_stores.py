"""Object stores, by fsspec: `s3://`, `gs://`, `az://`, and whatever else it has a driver for."""

from __future__ import annotations

import errno
from typing import Any

from papercut.errors import UsageError
from papercut.extras import work_needs
from papercut.memory_shortage import is_memory_short, no_memory
from papercut.output_errors import way_out

CREDENTIALS = "check the credentials and what they allow"
ADDRESS = "check the address"
NETWORK = "check the endpoint and the network, then run again; a batch goes on with --resume"
OF_DISKS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.EIO, errno.ENAMETOOLONG)
"""Errors of the system that have a way out of their own."""


def filesystem(url: str) -> tuple[Any, str]:
    """The driver of a URL, and the path in it."""
    try:
        import fsspec
    except ModuleNotFoundError as error:
        raise work_needs(f"{url}: an object store", "store") from error
    try:
        system, path = fsspec.core.url_to_fs(url)
    except ImportError as error:  # fsspec puts one of its own around that of the driver
        if is_memory_short(error):
            raise no_memory() from error
        if url.startswith(("s3:", "s3a:")):
            raise work_needs(f"{url}: an object store", "store") from error
        raise UsageError(f"{url}: the driver of such URLs is not installed: {error}") from error
    except ValueError as error:
        raise UsageError(f"{url} is no URL that can be used: {error}") from error
    return system, str(path)


def error_text(error: Exception) -> str:
    """What went wrong with a store, and the way out. Raises `StageError` if it is for want of memory: drivers load much
    of what they need only when they are used."""
    if is_memory_short(error):
        raise no_memory() from error
    said = " ".join(str(error).split()) or type(error).__name__
    return f"{said}: {_way_out(error)}"


def _way_out(error: Exception) -> str:
    if isinstance(error, PermissionError) or "credential" in f"{type(error).__name__} {error}".lower():
        return CREDENTIALS
    if isinstance(error, FileNotFoundError):
        return ADDRESS
    if isinstance(error, OSError) and error.errno in OF_DISKS:  # of `file://`
        return way_out(error)
    return NETWORK
