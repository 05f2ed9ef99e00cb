"""A hook of mkdocs (`mkdocs.yml`): puts the documents of the top folder into the site, with their links set right.

CONTRIBUTING.md, CHANGELOG.md and README.zh-CN.md stay where people and programs look for them; in the site they are
pages beside those of docs/.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

TOP = {
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "README.zh-CN.md": "zh-CN.md",
    "README.md": "index.md",
    "NOTICE": "notice.md",
    "LICENSE": "license.md",
}
"""Documents of the top folder, and the pages of the site that stand for them."""

_LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#)([^)\s#]+)(?=[)#])")
_FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"^<!-- .*? -->\n", re.MULTILINE)


def on_files(files: Files, config: Any) -> Files:
    """Add the documents of the top folder to the files of the site."""
    top = Path(config["config_file_path"]).parent
    for name, page in TOP.items():
        if page != "index.md":
            text = (top / name).read_text("utf-8")
            plain = f"# {name.capitalize()}\n\n```text\n{text}```\n"
            content = _outside_code(text, _from_top) if name.endswith(".md") else plain
            files.append(File.generated(config, page, content=content))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Point links to the top folder at the pages of the site; comments that mark the places of tables go."""
    if page.file.generated_by:
        return _COMMENT.sub("", markdown)
    up = "../" * page.file.src_uri.count("/")

    def inside(path: str) -> str:
        name = path.removeprefix(f"{up}../")
        return up + TOP[name] if name != path and name in TOP else path

    return _COMMENT.sub("", _outside_code(markdown, inside))


def _from_top(path: str) -> str:
    """A link of a document of the top folder as one of a page of the site."""
    return TOP.get(path) or path.removeprefix("docs/")


def _outside_code(text: str, change: Any) -> str:
    """The text with each relative link changed, but for what stands in fenced code."""
    out, at = [], 0
    for fence in (*_FENCE.finditer(text), None):
        part = text[at : fence.start()] if fence else text[at:]
        out.append(_LINK.sub(lambda found: change(found[1]), part))
        if fence:
            out.append(fence[0])
            at = fence.end()
    return "".join(out)
