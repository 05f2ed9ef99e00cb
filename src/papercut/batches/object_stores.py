"""Object stores, by fsspec: `s3://`, `gs://`, `az://`, and whatever else it has a driver for."""

from __future__ import annotations

from typing import Any

from papercut.errors import UsageError
from papercut.extras import work_needs
from papercut.memory_shortage import is_memory_short, no_memory


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
    return " ".join(str(error).split()) or type(error).__name__
