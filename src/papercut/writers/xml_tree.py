"""Trees of XML by lxml: elements in one namespace, with texts that XML allows."""

from __future__ import annotations

from typing import Any

from papercut.extras import work_needs
from papercut.writers.markup_text import MarkupText


class XmlTree:
    """Makes the elements of one file. `what` names the format in the message that lxml is missing, which is a
    `UsageError`."""

    def __init__(self, root: str, namespace: str, what: str, **more: str) -> None:
        try:
            from lxml import etree
        except ModuleNotFoundError as error:
            raise work_needs(f"writing {what}", "formats") from error
        self.clean = MarkupText()
        self.namespace = namespace
        self._etree = etree
        names: dict[str | None, str] = {None: namespace}
        for prefix, uri in more.items():
            names[prefix] = uri
        self.root: Any = etree.Element(f"{{{namespace}}}{root}", nsmap=names)

    def add(self, parent: Any, name: str, text: str | None = None, /, **attributes: object) -> Any:
        """A new element at the end of another. Attributes that are None are left out; a `_` at the end of a name goes,
        and `xml_` at its start is the prefix."""
        node = self._etree.SubElement(parent, f"{{{self.namespace}}}{name}")
        for key, value in attributes.items():
            if value is not None:
                node.set(self._name(key), self.clean(str(value)))
        if text is not None:
            self.text(node, text)
        return node

    def text(self, node: Any, text: str) -> None:
        """Add to the text at the end of an element."""
        text = "\n".join(map(self.clean, text.split("\n")))
        if len(node):
            node[-1].tail = (node[-1].tail or "") + text
        else:
            node.text = (node.text or "") + text

    def data(self) -> bytes:
        """The file. Nothing is indented, since white space is part of some texts, but elements that hold only others
        begin on lines of their own."""
        self._indent(self.root)
        return bytes(self._etree.tostring(self.root, xml_declaration=True, encoding="UTF-8")) + b"\n"

    def _name(self, key: str) -> str:
        if key.startswith("xml_"):
            return f"{{http://www.w3.org/XML/1998/namespace}}{key.removeprefix('xml_')}"
        return key.removesuffix("_")

    def _indent(self, root: Any) -> None:
        waiting = [root]
        while waiting:
            node = waiting.pop()
            children = list(node)
            if not children or node.text or any(child.tail for child in children):
                continue
            node.text = "\n"
            for child in children:
                child.tail = "\n"
            waiting += children


def number(value: float) -> str:
    """A coordinate, without digits that say nothing."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"
