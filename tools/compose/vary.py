"""Stories whose paragraphs differ from page to page (`regroup`)."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import groupby

from pieces import DATELINE
from regroup import regrouped
from sources import Story

VARIED = 0.8
"""The share of stories that are varied on a page."""


def varied(story: Story, rng: random.Random) -> Story:
    """The story in other paragraphs, if chance has it; what is no plain paragraph stays."""
    if rng.random() >= VARIED:
        return story
    body: list[tuple[str, str]] = []
    for kind, run in groupby(story.body, key=lambda element: element[0]):
        texts = [text for _, text in run]
        if kind == "paragraph":
            texts = regrouped(texts, rng, opens=not body, dated=DATELINE.match(texts[0]) is not None)
        body += [(kind, text) for text in texts]
    return replace(story, body=tuple(body))
