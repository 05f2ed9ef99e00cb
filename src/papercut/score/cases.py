"""Which raw texts there are to score, and where the truth of each stands.

page/truth.json       a truth, and the page as several tools gave it:
page/raw/*            each raw text is a case, and a row of the table by its name
page/truth.json       a truth, and its page beside it
page/page.txt
NAME.truth.json       many pages in one folder; all of a kind (`*.txt`) are one row
NAME.txt

A raw text may be in any format that is read: text, a PDF, OCR output, a scan. Other things stand there too, so a file
counts if it is in a format of its own, or its name ends in .txt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from papercut.errors import InputError, UsageError
from papercut.readers.formats import found_format
from papercut.readers.source import CHUNK
from papercut.score.checked_pages import is_output
from papercut.score.truth import WAY

TRUTH = "truth.json"
SUFFIX = f".{TRUTH}"
TEXTS = (".txt", ".text")


class Case(NamedTuple):
    """One raw text and its truth; `page` names the page, `text` the row that it is counted in."""

    page: str
    text: str
    raw: Path
    truth: Path


def cases(path: Path) -> list[Case]:
    """The cases under a folder, in the order of their names, or the one case of a text file. Raises `InputError` if
    there is no truth, or a truth without a text."""
    if not path.is_dir():
        return [_case_of(path)]
    try:
        truths = sorted(p for p in path.rglob(f"*{TRUTH}") if p.name == TRUTH or p.name.endswith(SUFFIX))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    if not truths and is_output(path):
        way = f"correct pages with papercut serve {path}, and say that they are right"
        raise InputError(f"{path} is an output that nobody has corrected, so its truth is not known: {way}")
    if not truths:
        raise InputError(f"there is no truth in {path}, neither {TRUTH} nor NAME{SUFFIX}; {WAY}")
    found = [case for truth in truths for case in _beside(truth)]
    if not found:
        raise InputError(f"{truths[0]} is the truth of no text: there is no page in raw/ or beside it")
    return found


def lone_truths(path: Path) -> list[Path]:
    """The truths under a folder that are the truth of no text."""
    if not path.is_dir():
        return []
    truths = sorted(p for p in path.rglob(f"*{TRUTH}") if p.name == TRUTH or p.name.endswith(SUFFIX))
    return [truth for truth in truths if next(_beside(truth), None) is None]


def chosen(found: Sequence[Case], *, raw: str, page: str) -> list[Case]:
    """The cases whose raw text and page have names that match two globs. Raises `UsageError` if they leave nothing."""
    on_pages = [case for case in found if fnmatch(case.page, page)]
    if found and not on_pages:
        raise UsageError(f"no page is called {page!r}: there is {_some({case.page for case in found})}")
    left = [case for case in on_pages if fnmatch(case.raw.name, raw)]
    if found and not left:
        raise UsageError(f"no raw text is called {raw!r}: there is {_some({case.raw.name for case in on_pages})}")
    return left


def _beside(truth: Path) -> Iterator[Case]:
    """The texts that a truth is the truth of."""
    folder = truth.parent
    if truth.name != TRUTH:
        name = truth.name.removesuffix(SUFFIX)
        for raw in sorted(folder.iterdir()):
            if raw.name.startswith(f"{name}.") and _named_truth(raw) == truth and _is_raw(raw):
                yield Case(name, f"*{raw.name.removeprefix(name)}", raw, truth)
        return
    inside = folder / "raw"
    for raw in sorted((inside if inside.is_dir() else folder).iterdir()):
        if _is_raw(raw, documents=inside.is_dir()) and _named_truth(raw) is None:
            yield Case(folder.resolve().name, raw.name, raw, truth)


def _is_truth(path: Path) -> bool:
    return path.name == TRUTH or path.name.endswith(SUFFIX)


def _is_raw(path: Path, *, documents: bool = False) -> bool:
    """Whether a file that stands where pages do is one. Page documents may be what papercut made of it."""
    if path.name.startswith(".") or _is_truth(path) or not path.is_file():
        return False
    if path.suffix.lower() in TEXTS:
        return True
    try:
        with path.open("rb") as file:
            form = found_format(file.read(CHUNK))
    except OSError:
        return False
    return documents if form == "document" else form not in ("text", "mets")


def _named_truth(raw: Path) -> Path | None:
    """The truth that bears the name of a text: that of `page.alto.xml` is `page.alto.truth.json` or
    `page.truth.json`."""
    stem = raw.name
    while "." in stem.strip("."):
        stem = stem.rpartition(".")[0]
        if (named := raw.with_name(f"{stem}{SUFFIX}")).is_file():
            return named
    return None


def _case_of(raw: Path) -> Case:
    """The case of one text."""
    if not raw.exists():
        raise InputError(f"{raw} does not exist")
    if _is_truth(raw):
        raise InputError(f"{raw} is a truth: name the text, or the folder that holds both")
    named = _named_truth(raw)
    if named is not None:
        name = named.name.removesuffix(SUFFIX)
        return Case(name, f"*{raw.name.removeprefix(name)}", raw, named)
    for folder in (raw.parent, raw.parent / "..") if raw.absolute().parent.name == "raw" else (raw.parent,):
        if (folder / TRUTH).is_file():
            return Case(folder.resolve().name, raw.name, raw, folder / TRUTH)
    named = raw.with_suffix(SUFFIX)
    raise InputError(f"{raw} has no truth: neither {named.name} nor {TRUTH} stands beside it (or --truth FILE); {WAY}")


def _some(names: set[str]) -> str:
    """A few of the names, for a message."""
    few = sorted(names)
    return ", ".join(few[:8]) + (", …" if len(few) > 8 else "")
