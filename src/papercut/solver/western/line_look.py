"""What is seen of a line of a page in a Western script."""

from __future__ import annotations

from dataclasses import dataclass

LARGE = 1.2
"""Type so much larger than that of the text around it is large."""
FAR_LARGER = 1.8
"""Type so much larger than the page's is display type wherever it stands."""

FAR_SHORT = 6.0
"""Em by which a line stops short of its column if it was ended on purpose, whatever the length of the next word."""
TITLE = 60
"""A headline's line has no more characters."""

FAR_BELOW = 1.3
"""A headline is so many times as large as the kicker above it, and larger than its deck."""
BETWEEN = 1.1
"""A deck is so many times as large as the page's text."""
ALIKE = 1.03
"""Lines of one text differ in size by no more than this factor."""
DECK = 3
"""A deck has no more lines; a lead paragraph in larger type mostly has."""


@dataclass(slots=True)
class LineLook:
    """What is seen of a line; `last` and `next` are those before and after it. `exact` is whether the file
    itself says how large its type is, `above` and `below` are the white there
    beyond what lines have, `column` whether lines around it say where its column begins and ends, `words` how much of
    it looks like words and `scrap` whether next to nothing does, `misread` whether its page was badly read, `advert`
    whether it then stands among advertisements and `turn` whether those begin or end with it, `ragged` by how much the
    page's lines fall short in mid-sentence, `many` whether most lines around it are set far larger too, `initial`
    whether its first word is set in capitals, `title` whether all its longer words begin with one, `jump` whether it
    leads `on` to another page or comes `from` one, `region` whether a region of the file begins with it, `whole`
    whether that is a whole block of text. `habit` is whether the page's paragraphs begin with an indent, `credit`
    whether it is of a caption that ends with its photographer, `bank` whether it stands in a bank of decks between
    short rules, `salutation` whether it opens a letter, `signed` whether it signs one, `closing` whether it stands
    beside that line: kind regards, or where and when it was written. `trust_large` and `trust_very_large` are how much
    such type says on its page, from 0 to 1."""

    text: str
    sized: bool = False
    exact: bool = False
    size: float = 1.0
    page_size: float = 1.0
    trust_large: float = 1.0
    trust_very_large: float = 1.0
    indent: float = 0.0
    short: float = 0.0
    column: bool = False
    habit: bool = False
    under: bool = True
    above: float = 0.0
    below: float = 0.0
    rule: bool = False
    bank: bool = False
    salutation: bool = False
    signed: bool = False
    closing: bool = False
    edge: bool = False
    kind: str = ""
    letters: int = 0
    words: float = 1.0
    scrap: bool = False
    misread: bool = False
    advert: bool = False
    turn: bool = False
    ragged: float = 0.0
    many: bool = False
    small: bool = False
    capitals: bool = False
    initial: bool = False
    title: bool = False
    region: bool = False
    whole: bool = False
    end: str = ""
    hyphen: bool = False
    dateline: bool = False
    byline: bool = False
    folio: bool = False
    credit: bool = False
    jump: str = ""
    last: LineLook | None = None
    next: LineLook | None = None

    @property
    def full(self) -> bool:
        """Whether it reaches from one edge of its column to the other, perhaps with an indent."""
        return self.column and self.short <= 1.0 and self.indent <= 2.6

    @property
    def indented(self) -> bool:
        return (self.column or self.habit) and 0.6 <= self.indent <= 3.2 and not self.centred

    @property
    def centred(self) -> bool:
        """Whether it leaves about as much white before it as behind it, and more than text does."""
        least = min(self.indent, self.short)
        return self.column and least > 1.2 + self.ragged and abs(self.indent - self.short) <= max(1.5, 0.5 * least)

    @property
    def right(self) -> bool:
        return self.column and self.indent > 3 and 3 * self.short < self.indent and not self.centred

    @property
    def plain(self) -> bool:
        """Whether it is set as text is; without geometry that is not known."""
        return self.sized and not (self.large or self.very_large or self.centred or self.capitals)

    @property
    def alone(self) -> bool:
        """Whether it stands between white and ends no sentence, on a page without geometry."""
        if self.sized or self.end or self.small or self.folio or self.byline or self.dateline:
            return False
        return self.below >= 1 and (self.above >= 1 or self._tops)

    @property
    def _tops(self) -> bool:
        """Whether nothing but a running head stands above."""
        return self.last is None or self.last.folio

    @property
    def over_byline(self) -> bool:
        """Whether it stands below white, right over a line that says who wrote what follows; without geometry."""
        if self.sized or self.end or self.small or self.folio or self.byline or self.dateline or len(self.text) > TITLE:
            return False
        return self.next is not None and self.next.byline and not self.below and (self.above >= 1 or self._tops)

    @property
    def short_on_top(self) -> bool:
        """Whether it stands over all text and ends far before the next line does, but no sentence with it; without
        geometry."""
        if self.sized or self.end or self.small or self.folio or self.byline or self.dateline or not self._tops:
            return False
        return self.column and self.next is not None and self.short - max(0.0, self.next.short) > FAR_SHORT

    @property
    def large(self) -> bool:
        return self.size >= LARGE and self.letters > 1

    @property
    def very_large(self) -> bool:
        return self.page_size >= FAR_LARGER and self.letters > 1 and not self.many

    @property
    def below_display(self) -> bool:
        """Whether it stands right below display type."""
        return self.last is not None and self.under and (self.last.large or self.last.very_large)

    @property
    def same_size(self) -> bool:
        return self.last is not None and self.under and 0.8 <= self.page_size / self.last.page_size <= 1.25

    @property
    def kicker(self) -> bool:
        """Whether it stands, with white or a rule above it, close over far larger type, and ends no sentence."""
        below = self.next
        if below is None or not self.exact or self.end or self.small or self.letters < 3 or len(self.text) > TITLE:
            return False
        apart = not self.under or self.rule or self.above > 0.4
        close = below.under and not below.rule and self.below < 0.4
        return apart and close and below.page_size >= FAR_BELOW * max(1.0, self.page_size)

    @property
    def deck(self) -> bool:
        """Whether it is of a few lines below a headline, in type between that of the text below them and the
        headline's, which end no sentence."""
        if not self.exact:
            return False
        first: LineLook = self
        lines = 1
        while lines <= DECK and first.last is not None and first.under and first.last.as_large(first):
            first, lines = first.last, lines + 1
        head = first.last
        if head is None or not first.under or self.page_size < BETWEEN or not head.heads(self):
            return False
        end: LineLook = self
        while lines <= DECK and end.next is not None and end.next.under and end.next.as_large(end):
            end, lines = end.next, lines + 1
        text = end.next
        return lines <= DECK and end.end != "." and text is not None and text.page_size * BETWEEN <= self.page_size

    def as_large(self, other: LineLook) -> bool:
        """Whether it is set in type of the same size as another line."""
        return self.page_size <= ALIKE * other.page_size and other.page_size <= ALIKE * self.page_size

    def heads(self, other: LineLook) -> bool:
        """Whether it is display type over a line in clearly smaller type."""
        return self.page_size >= FAR_BELOW * max(1.0, other.page_size) and self.letters > 1
