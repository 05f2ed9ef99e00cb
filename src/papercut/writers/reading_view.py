"""Articles as what a template shows of them: the texts that HTML and EPUB hold, in groups, and the templates."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from papercut.extras import work_needs
from papercut.model.page import Article, Role
from papercut.writers.article_elements import HEAD, Group, elements, groups, label
from papercut.writers.markdown import OWN_MARK
from papercut.writers.markup_text import MarkupText

if TYPE_CHECKING:
    from jinja2 import Environment


def article_view(article: Article, clean: MarkupText, ident: str) -> dict[str, Any]:
    """What a template needs of an article: `head` has pairs of role and text, `body` pairs of role and texts. What
    continues from another page says so in the head."""
    found = elements(article)
    start = next((k for k, e in enumerate(found) if e.role not in HEAD and e.role is not Role.JUMP_LINE), len(found))
    if start == len(found) and found and found[-1].role is Role.JUMP_LINE and article.continued_on:
        start -= 1
    return {
        "id": ident,
        "label": MarkupText()(label(article)),  # what it has is counted where it stands in the article
        "head": [(e.role.value, clean(e.text)) for e in found[:start]],
        "body": [(group.role.value, _texts(group, clean)) for group in groups(found[start:])],
    }


def _texts(group: Group, clean: MarkupText) -> list[Any]:
    if group.role is Role.LIST_ITEM:
        return [(clean(e.text), bool(OWN_MARK.match(e.text.lstrip()))) for e in group.elements]
    (element,) = group.elements
    if group.role is Role.TABLE:
        return [[clean(cell) for cell in row.split("\t")] for row in element.text.split("\n")]
    return clean.lines(element.text) if group.role is Role.VERSE else [clean(element.text)]


def render(name: str, **values: Any) -> str:
    """A template of this package, filled in. Raises `UsageError` if Jinja2 is missing."""
    return _environment().get_template(name).render(**values)


def resource(name: str) -> str:
    """A file of this package as it is."""
    return resources.files("papercut.writers").joinpath("templates", name).read_text("utf-8")


@cache
def _environment() -> Environment:
    try:
        from jinja2 import Environment, FunctionLoader, StrictUndefined
    except ModuleNotFoundError as error:
        raise work_needs("writing HTML or EPUB", "formats") from error
    load: Callable[[str], str] = resource
    return Environment(
        loader=FunctionLoader(load), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
