"""A stage that sets weather tables aside."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from papercut import Decision, Furniture, Page, Role, Stage

# a place of up to ten characters, the sky, and a span of degrees: 西宁 晴转多云 -3℃～12℃
FORECAST = re.compile(
    r"\s{0,4}[^\s\d，。]{2,10}[\s：:]{0,4}"
    r"(?:晴|多云|多雲|阴|陰|小雨|中雨|大雨|阵雨|陣雨|雷|小雪|中雪|大雪|雾|霧|霾)[^\d，。]{0,12}"
    r"[-－零]?\d{1,2}\s?[℃°度]?\s?[～~—至到-]{1,2}\s?[-－零]?\d{1,2}\s?[℃°度]C?\s*"
)


@dataclass(frozen=True, repr=False)
class SetAsideWeather(Stage):
    """Set weather tables aside: runs of lines with a place, the sky and degrees.

    `min_lines`: how many such lines must follow one another. One alone may be a sentence of a story.
    """

    min_lines: int = 3

    def run(self, page: Page) -> Page:
        """Move the lines of each table from the page to its furniture. What is left keeps its order."""
        lines = list(page.lines)
        tables: list[list[int]] = []
        run: list[int] = []
        for index, line in enumerate(lines):
            if FORECAST.fullmatch(line.text):
                run.append(index)
            elif line.text.strip():  # blank lines break no table
                tables.append(run)
                run = []
        tables = [rows for rows in (*tables, run) if len(rows) >= self.min_lines]
        furniture = [
            # reasons of other packages begin with x-
            Furniture(Role.EAR, lines[index].text.strip(), lines[index].pieces, "x-weather-table")
            for rows in tables
            for index in rows
        ]
        decisions = [
            Decision(
                "set-aside-weather", ((lines[rows[0]].number, lines[rows[-1]].number),), "weather table", odds=0.95
            )
            for rows in tables
        ]
        for rows in tables:
            for index in rows:
                # the line stays as a blank one: it still parts what stands above it from what stands below
                lines[index] = replace(lines[index], text="", pieces=())
        return page.replace(
            lines=tuple(lines),
            furniture=(*page.furniture, *furniture),
            decisions=(*page.decisions, *decisions),
        )
