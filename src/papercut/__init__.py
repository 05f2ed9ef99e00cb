"""papercut turns the raw text of a newspaper page into clean, separate articles.

In: a file or a text. Out: pages with articles. `api` and `pipeline` say how a page goes from `readers` through
`stages` to `writers`. Stages use `layout`, `solver` and `languages`; `model` says what a page is, `codec` and
`schemas` how it is stored. `issues`, `batches`, `corrections`, `review`, `workbench`, `score` and `learning` are about
many pages or about people, `cli` and `__main__` are the command line in the language of `translation`, `plugins` what
others add. Read `model`, `pipeline`, `stages`. Single files: `registry`, `rules`, `settings`, `user_patterns`,
`explain`, `appearance`, `visible_text`, `chinese_scripts`, `…_notes`, `…_checks`, `option_values`, `extras`, `errors`,
`output_errors`, `file_lock`, `memory_shortage`, `progress`, `plurals`, `version`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from papercut.version import __version__

if TYPE_CHECKING:
    from papercut.api import clean
    from papercut.batches.in_python import batch
    from papercut.batches.run import Tally
    from papercut.errors import InputError, OutputError, PapercutError, PluginError, StageError, UsageError
    from papercut.model.law import partition_faults
    from papercut.model.page import (
        Article,
        Block,
        Break,
        Cited,
        Decision,
        Drawn,
        Furniture,
        Jump,
        Line,
        Note,
        Page,
        Piece,
        Printed,
        Role,
        Source,
    )
    from papercut.pipeline import Pipeline, Stage
    from papercut.progress import Progress
    from papercut.readers import Unread, read, read_pages, read_text
    from papercut.readers.printed_page import page_of_lines
    from papercut.registry import build, stage
    from papercut.rules import Cue, Rule
    from papercut.stages.build_paragraphs import BuildParagraphs
    from papercut.stages.convert import Convert
    from papercut.stages.despace import Despace
    from papercut.stages.label_blocks import LabelBlocks
    from papercut.stages.normalize import Normalize
    from papercut.stages.order import Order
    from papercut.stages.place_headlines import PlaceHeadlines
    from papercut.stages.separate_articles import SeparateArticles
    from papercut.stages.set_aside import SetAside
    from papercut.writers import to_json, to_jsonl, to_markdown, to_text, write, write_pages

_WHERE = {
    "papercut.api": "clean",
    "papercut.batches.in_python": "batch",
    "papercut.batches.run": "Tally",
    "papercut.errors": "InputError OutputError PapercutError PluginError StageError UsageError",
    "papercut.model.page": "Article Block Break Cited Decision Drawn Furniture Jump Line Note Page Piece Printed Role "
    "Source",
    "papercut.model.law": "partition_faults",
    "papercut.pipeline": "Pipeline Stage",
    "papercut.progress": "Progress",
    "papercut.readers": "Unread read read_pages read_text",
    "papercut.readers.printed_page": "page_of_lines",
    "papercut.registry": "build stage",
    "papercut.rules": "Cue Rule",
    "papercut.stages": "BuildParagraphs Convert Despace LabelBlocks Normalize Order PlaceHeadlines "
    "SeparateArticles SetAside",
    "papercut.writers": "to_json to_jsonl to_markdown to_text write write_pages",
}
"""The public names by module; a module is imported when one of its names is first used."""

_MODULES = {name: module for module, names in _WHERE.items() for name in names.split()}

__all__ = [
    "Article",
    "Block",
    "Break",
    "BuildParagraphs",
    "Cited",
    "Convert",
    "Cue",
    "Decision",
    "Despace",
    "Drawn",
    "Furniture",
    "InputError",
    "Jump",
    "LabelBlocks",
    "Line",
    "Normalize",
    "Note",
    "Order",
    "OutputError",
    "Page",
    "PapercutError",
    "Piece",
    "Pipeline",
    "PlaceHeadlines",
    "PluginError",
    "Printed",
    "Progress",
    "Role",
    "Rule",
    "SeparateArticles",
    "SetAside",
    "Source",
    "Stage",
    "StageError",
    "Tally",
    "Unread",
    "UsageError",
    "__version__",
    "batch",
    "build",
    "clean",
    "page_of_lines",
    "partition_faults",
    "read",
    "read_pages",
    "read_text",
    "stage",
    "to_json",
    "to_jsonl",
    "to_markdown",
    "to_text",
    "write",
    "write_pages",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_MODULES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
