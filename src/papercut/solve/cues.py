"""The cues from which a line's label is weighed: short strings such as `short=2|prev=0`, made from a line's view.

The templates stand in groups; all templates of a group are made from the same key of the view, so that the weights of
a whole group can be added up once for each key and kept (`chain.Scorer`). The weight of each string for each label
stands in `weights/lines.tsv`, fitted by `tools/fit_lines.py`.
"""

from __future__ import annotations

from collections.abc import Callable

from papercut.solve.views import View

Group = Callable[..., tuple[str, ...]]


def _shortfall(
    f: str, c: str, pf: str, pc: str, pe: str, gap: str, ind: str, habit: str, change: str
) -> tuple[str, ...]:
    """How full this line and the one before are: full, short by the dropped indent, short as a last line is."""
    return (
        f"short={f}",
        f"short={f}|prev={pf}",
        f"short={f}|prev={pf}|habit={habit}",
        f"short={c}|prev={pc}|end={pe}|habit={habit}|change={change}",
        f"prev={pf}|end={pe}|gap={gap}",
        f"short={c}|prev={pc}|end={pe}|gap={gap}|ind={ind}",
        f"change={change}|gap={gap}|end={pe}|prev={pc}",
        f"change={change}|ind={ind}|short={c}",
        f"ind={ind}|short={c}",
    )


def _ahead(f: str, c: str, nf: str, nc: str, after: str, last: str, ns: str) -> tuple[str, ...]:
    """How this line ends and the next one begins."""
    return (
        f"short={f}|next={nf}|gap={after}",
        f"last={last}|short={c}|next={nc}",
        f"last={last}|nextstart={ns}|gap={after}",
    )


def _kind(
    start: str, pe: str, gap: str, k: str, pk: str, c: str, nc: str, nk: str, after: str, shape: str
) -> tuple[str, ...]:
    """What the line's own words say: a lead, a list mark, a byline, a caption, running text or display type."""
    return (
        f"end={pe}|start={start}|gap={gap}",
        f"end={pe}|kind={k}",
        f"kind={k}",
        f"kind={k}|prevkind={pk}",
        f"kind={k}|short={c}|next={nc}",
        f"nextkind={nk}|gap={after}",
        f"shape={shape}|kind={k}",
    )


def _column(support: str, size: str, shape: str, c: str, even: str, gap: str, after: str) -> tuple[str, ...]:
    """Whether the lines around share the line's measure, and how long it is beside the page's body lines."""
    return (
        f"support={support}|size={size}",
        f"support={support}|shape={shape}|short={c}",
        f"size={size}|gap={gap}|after={after}",
        f"equal={even}|support={support}",
    )


def _words(
    join: str, opened: str, pe: str, pc: str, change: str, span: str, c: str, gap: str, k: str
) -> tuple[str, ...]:
    """Whether words and marks lie across the break before the line."""
    return (
        f"join={join}|open={opened}|end={pe}|prev={pc}",
        f"join={join}|change={change}",
        f"span={span}|prev={pc}|short={c}",
        f"span={span}|end={pe}|gap={gap}|change={change}",
        f"span={span}|kind={k}",
    )


def _doubled(twice: str, pt: str, nt: str, place: str, k: str) -> tuple[str, ...]:
    """Whether the page draws the line twice, and where on the page it stands."""
    return (f"twice={twice}|before={pt}|next={nt}", f"place={place}|kind={k}")


def _topic(
    tile: str, pe: str, pc: str, c: str, gap: str, change: str, back: str = "", back_short: str = ""
) -> tuple[str, ...]:
    """Whether the text before and after shares its rarer words; the line it would go on from, were the last column
    skipped."""
    cues: tuple[str, ...] = ()
    if tile != "x":
        cues = (f"tile={tile}|end={pe}|prev={pc}|short={c}", f"tile={tile}|gap={gap}|change={change}")
    if back:
        cues += (f"back={back}|backshort={back_short}|short={c}", f"back={back}|change={change}|gap={gap}")
    return cues


GROUPS: tuple[Group, ...] = (_shortfall, _ahead, _kind, _column, _words, _doubled, _topic)
"""The groups of templates, in the order of the keys of a view."""


def cues_of(view: View) -> list[str]:
    """All cues of one line; none where the view was not kept (on a page without end)."""
    if not view:
        return []
    return [cue for group, key in zip(GROUPS, view, strict=True) for cue in group(*key)]
