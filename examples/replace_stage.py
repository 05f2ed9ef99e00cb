"""Replace a stage by one of your own: here each line of a page that says so begins an article of its own.

The page marks its headlines with ■, as some newspapers' own text files do; what the default stages would find by
probabilities is known then.

python examples/replace_stage.py page.txt
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import papercut
from papercut import Article, Page, Role


@dataclass(frozen=True, repr=False)
class SeparateAtMarks(papercut.Stage):
    """Begin an article at each block that begins with a mark."""

    needs: ClassVar[frozenset[str]] = frozenset({"blocks"})
    makes: ClassVar[frozenset[str]] = frozenset({"articles"})

    mark: str = "■"

    def run(self, page: Page) -> Page:
        articles: list[Article] = []
        for block in page.blocks or ():
            if block.text.startswith(self.mark):
                head = replace(block, role=Role.HEADLINE)  # the mark stays: every character stays in its place
                articles.append(Article(headline=head.text, parts=(head,)))
            elif articles:
                articles[-1] = replace(articles[-1], body=(*articles[-1].body, block))
            else:
                articles.append(Article(body=(block,)))
        return page.replace(articles=tuple(articles), blocks=())


def pipeline() -> papercut.Pipeline:
    """The default pipeline, with this stage in the place of the two that find articles and headlines."""
    before = papercut.build(without=("separate-articles", "place-headlines", "convert"))
    return before | SeparateAtMarks()


def main() -> int:
    """Write the articles of the files named on the command line as Markdown."""
    run = pipeline()
    for name in sys.argv[1:]:
        for page in papercut.read_pages(Path(name)):
            done = run(page)
            assert not papercut.partition_faults(done), "a stage of one's own may lose nothing either"
            print(papercut.write(done, "md"), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
