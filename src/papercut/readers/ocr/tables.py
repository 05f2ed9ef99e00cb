"""Tables that a recogniser gives as HTML: their rows as lines of text."""

from __future__ import annotations

from html.parser import HTMLParser

GAP = "\u3000"
"""What stands between the cells of a row."""


def rows_of_html(text: str) -> list[str]:
    """The rows of a table in HTML, its cells with an ideographic space between them; a text without a tag is one row,
    and so is what stands in no row."""
    if "<" not in text:
        return [text]
    parser = _Table()
    parser.feed(text)
    parser.close()
    parser.end_row()
    return parser.rows


class _Table(HTMLParser):
    """Collects the text of the cells, row by row."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[str] = []
        self._cells: list[str] = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.end_row()
        elif tag in ("td", "th"):
            self._cells.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("tr", "table"):
            self.end_row()

    def handle_data(self, data: str) -> None:
        self._cells[-1] += data

    def end_row(self) -> None:
        """A row has ended."""
        row = GAP.join(" ".join(cell.split()) for cell in self._cells).strip(GAP + " ")
        if row:
            self.rows.append(row)
        self._cells = [""]
