"""Text that was decoded wrongly once before: UTF-8 read as Windows-1252, GBK as Latin-1, UTF-8 as GBK, and so on.

Such text is turned back into the bytes that it was, and these are decoded in the encoding that they were in. What is
right is told as in `encoding`: by how surprising the characters are, before and after. The page's strange lines say
which two encodings did it; then every line is mended on which that helps, or the parts of a line on which it does.
What was lost on the way cannot come back: such lines stay as they are and are told of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from papercut.languages.character_frequency import PUNCTUATION
from papercut.readers.text.decoding import FAMILIES, strictly
from papercut.readers.text.mended_text import NAMES, Mended
from papercut.readers.text.mojibake_suspects import STRANGE, frequent, is_cyrillic, is_rare, is_strange
from papercut.readers.text.single_bytes import reread

LATIN = "cp1252"
SINGLE = (LATIN, "mac_roman", "cp437", "cp850", "cp1250", "cp1251", "iso8859_15")
DOUBLE = ("gb18030", "cp950", "cp932", "cp949", "euc_jp")
"""What bytes are read as by mistake: encodings with one byte a character, and with up to two or four."""

RIGHT = ("utf-8", "gb18030", "big5hkscs", "shift_jis", "euc_kr", "euc_jp")
"""What they were in: names of `FAMILIES`."""

CERTAIN = 40.0
"""Nats by which the strange lines must become likelier: some four characters."""

LOOKED_AT = 12
"""Strange lines that the encodings are told from, those with the most strange characters."""

LONGEST = 2000
"""Characters of such a line that are looked at."""

LOST = 0.03
"""Share of lost characters above which lines are not mended: too little of them is left."""

ROUNDS = 4
"""How often, one upon the other, text can have been decoded wrongly."""

HOLE = "\ufffd"
_BLANK = re.compile("([ \t\u3000]+)")
_MARK = re.compile(r"([：:；;|/（）()【】《》<>，。、“”])")
_NO_TEXT = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f\x7f\ud800-\udfff\ufffd]")
_NO_OTHER = re.compile(f"{_NO_TEXT.pattern[:-1]}\x80-\x9f\ue000-\uf8ff\U000f0000-\U0010ffff]")
_BROKEN = re.compile("[\ufffd\x80-\x9f]")
_WESTERN = re.compile(
    "[\xa0-\xbf\xc0-\xd6\xd8-\xf6\xf8-\u017f\u01a0-\u01b0\u0370-\u052f\u1ea0-\u1ef9\u2010-\u2026\u20ac]"
)
_HOLES = re.compile(r"\ufffd|(?<![\x00-\x7f])\?|\?(?![\x00-\x7f]|$)")
_BYTE_A0 = re.compile(rb"([\xe0-\xef])\x20(?=[\x80-\xbf])|([\xe0-\xef][\x80-\xbf])\x20")


class _Chain(NamedTuple):
    """Bytes of the encoding `right` that were read as `wrong`."""

    wrong: str
    right: str


def mended(text: str) -> Mended | None:
    """The text without what a wrong decoding did to it; None where nothing looks like it. Lines end at `\\n`."""
    lines = text.split("\n")
    strange = [k for k, line in enumerate(lines) if is_strange(line)]
    if not strange:
        return reread(text)
    changed: set[int] = set()
    before = list(lines)
    how: list[str] = []
    while strange and len(how) < ROUNDS:
        # what was read wrongly twice was read so in Western programs, whose files are UTF-8
        chain = _likeliest([lines[k] for k in strange], RIGHT[: 1 if how else None])
        if not chain:
            break
        after = [line if line.isascii() else _undone(line, chain, sure=True) for line in lines]
        found = {k for k, line in enumerate(after) if line != lines[k]}
        if not found:
            break
        how.append(_named(chain, "".join(lines[k] for k in found)))
        changed |= found
        lines = after
        strange = [k for k in strange if is_strange(lines[k])]
    lost_how = ""
    lost = {k for k in changed if HOLE in lines[k] and (STRANGE.search(lines[k]) or _is_holed(lines[k]))}
    for k in lost:  # what is left of a line in which bytes were lost is no better than the line
        lines[k] = before[k]
        lost_how = how[0]
    changed -= lost
    how = how if changed else []
    strange = [k for k in strange if k not in lost]
    holes = sum(lines[k].count(HOLE) for k in changed)
    if strange and (patches := _patched([lines[k] for k in strange])):
        chain, texts = patches
        found = {k for k, new in zip(strange, texts, strict=True) if new != lines[k]}
        patched = sum(new.count(HOLE) for new in texts)
        name = _named(chain, "".join(lines[k] for k in found))
        if patched <= LOST * (sum(map(len, texts)) + sum(len(lines[k]) for k in changed)):
            for k, new in zip(strange, texts, strict=True):
                lines[k] = new
            changed |= found
            how = how or [name]
            holes += patched
        else:
            lost_how = name
            lost |= found
    broken = {k for k in strange if k not in changed and _BROKEN.search(lines[k])} - lost
    if how or sum(len(lines[k]) for k in broken) * 2 > len(text):
        lost_how, lost = lost_how or (how or [_guessed([lines[k] for k in broken])])[0], lost | broken
    if not changed and (other := reread(text)):
        return other
    if not changed and not lost:
        return None
    most = sum(len(lines[k]) for k in lost) > 0.5 * sum(map(len, lines))
    return Mended("\n".join(lines), ", then ".join(how[::-1]), _numbers(changed), holes, lost_how, _numbers(lost), most)


def _numbers(found: set[int]) -> tuple[int, ...]:
    return tuple(k + 1 for k in sorted(found))


def _is_holed(line: str) -> bool:
    """Whether too many characters of a line are lost."""
    return line.count(HOLE) > LOST * len(line)


def _sample(strange: Sequence[str]) -> list[str]:
    """The lines with the most strange characters."""
    usual = frequent()
    rows = sorted(strange, key=lambda line: -sum(ch > "\x7f" and ch not in usual for ch in line[:200]))[:LOOKED_AT]
    return [row[:LONGEST] for row in rows]


def _likeliest(strange: Sequence[str], rights: Sequence[str]) -> _Chain | None:
    """The two encodings that make the strange lines likeliest; None if none makes them likelier by far."""
    sample = _sample(strange)
    best: tuple[float, _Chain | None] = (CERTAIN, None)
    for right in rights:
        for wrong in (*SINGLE, *DOUBLE):
            lines = [line for line in sample if (is_rare(line) if wrong in DOUBLE else STRANGE.search(line))]
            tried = _Chain(wrong, right)
            if not lines or len(set(_names(tried))) < 2:
                continue
            pairs = [(line, _undone(line, tried)) for line in lines]
            new = {ch for old, new in pairs if old != new for ch in new if ch > "\x7f"}
            enough = 2 if right == "utf-8" and wrong in SINGLE else 4
            if len(new) >= enough and (right == "utf-8" or len(new & frequent()) > 4):
                best = max(best, (sum(_gain(*pair) for pair in pairs), tried), key=lambda pair: pair[0])
        if right == "utf-8" and (chain := best[1]) and all(_redecoded(line, chain, True) for line in sample):
            break  # nothing else is UTF-8 throughout, even if what comes out is strange once more
    return best[1]


def _undone(line: str, chain: _Chain, level: int = 0, *, sure: bool = False) -> str:
    """The line with all in it decoded anew that comes out likelier, else with the parts of it that do.

    `sure` is whether that the page was decoded so is known: what is strange need then not become usual.
    """
    whole = _redecoded(line, chain, sure)
    if whole is not None:
        return whole
    if level == 0 and (HOLE in line if chain.wrong in DOUBLE else _is_lossy(line, chain.wrong)):
        return line  # it was decoded so as a whole, and bytes of it were lost
    for deeper, apart in enumerate((_BLANK, _MARK, _foreign(chain.wrong))[level:], level + 1):
        if apart and len(parts := apart.split(line)) > 1:
            return "".join(part if part.isascii() else _undone(part, chain, deeper, sure=sure) for part in parts)
    return line


def _is_lossy(line: str, wrong: str) -> bool:
    """Whether a whole line is UTF-8 that was read as one byte a character, and bytes of it were lost."""
    return any(_filled(line, other) != line for other in {wrong, LATIN})


def _redecoded(text: str, chain: _Chain, sure: bool) -> str | None:
    """The text decoded anew; None if that is not possible, or not likelier."""
    if chain.wrong == "cp1251" and chain.right != "utf-8" and is_cyrillic(text):
        return None
    data = _encoded(text, chain.wrong)
    if data is None:
        return None
    if chain.wrong in SINGLE and chain.right == "utf-8":
        data = _BYTE_A0.sub(b"\\1\\2\xa0", data)  # no-break spaces that became plain ones
    found = strictly(data, FAMILIES[chain.right], True)
    if not found or found[1] == text or (_NO_TEXT if chain.right == "utf-8" else _NO_OTHER).search(found[1]):
        return None
    gain = _gain(text, found[1])
    if gain <= 0:
        return None
    if chain == (LATIN, "utf-8") or (sure and (is_strange(text) or gain > len(text) >= 4)):
        return found[1]
    western = chain.right == "utf-8" and _is_western(found[1])
    return found[1] if western or _is_natural(found[1]) else None


def _is_natural(text: str) -> bool:
    """Whether what is not ASCII is mostly characters that are frequent in Chinese, Japanese or Korean."""
    letters = {ch for ch in text if ch > "\x7f" and ch not in PUNCTUATION}
    return sum(map(frequent().__contains__, letters)) >= 0.5 * len(letters) > 0


def _is_western(text: str) -> bool:
    """Whether what is not ASCII is letters of European languages and Vietnamese, and usual marks."""
    return all(ch <= "\x7f" or ch in PUNCTUATION or _WESTERN.match(ch) for ch in text)


def _gain(before: str, after: str) -> float:
    """How much likelier one text is than another, in nats."""
    from papercut.readers.text.surprisal import surprisal

    return surprisal(before) - surprisal(after) if before != after else 0.0


def _patched(strange: Sequence[str]) -> tuple[_Chain, list[str]] | None:
    """The lines as UTF-8 with U+FFFD where bytes of it were lost, and what it was read as; None if it was not."""
    sample = _sample(strange)
    best = max((*SINGLE, *DOUBLE), key=lambda wrong: sum(_gain(line, _filled(line, wrong)) for line in sample))
    texts = [_filled(line, best) for line in strange]
    sure = sum(_gain(old, new) for old, new in zip(strange, texts, strict=True)) > CERTAIN
    return (_Chain(best, "utf-8"), texts) if sure else None


def _guessed(broken: Sequence[str]) -> str:
    """What lines most likely were of which bytes were lost: what is left between the holes tells it."""
    parts = [part for line in _sample(broken) for part in _HOLES.split(line) if len(part) > 1]
    best, name = CERTAIN, "text that was read in a wrong encoding"
    for right in RIGHT:
        for wrong in (*DOUBLE, *SINGLE):
            chain = _Chain(wrong, right)
            if len(set(_names(chain))) < 2:
                continue
            found = [(part, data.decode(FAMILIES[right][-1], "ignore"))
                     for part in parts if (data := _encoded(part, wrong))]  # fmt: skip
            gain = sum(max(_gain(part, new), 0.0) for part, new in found if _is_natural(new))
            if gain > best:
                best, name = gain, _named(chain, "".join(broken))
    return name


def _filled(line: str, wrong: str) -> str:
    """The line as UTF-8 with U+FFFD where bytes of it were lost; the same line if it is no UTF-8."""
    parts = [_encoded(part, wrong) for part in _HOLES.split(line)]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return line
    text = re.sub(f"{HOLE}+", HOLE, b"\xff".join(known).decode("utf-8", "replace"))
    left = text.replace(HOLE, "")
    sound = len(left) >= 4 and text.count(HOLE) < len(left) and not _NO_TEXT.search(left) and _is_natural(left)
    return text if sound and _gain(line, text) > 0 else line


@lru_cache(1 << 10)
def _encoded(text: str, wrong: str) -> bytes | None:
    """The bytes that were read as the text; None if they cannot have been."""
    if wrong in SINGLE:
        table = _table(wrong)
        if any(ch not in table for ch in set(text) if ch > "\x7f"):
            return None
        return bytes(table[ch] if ch > "\x7f" else ord(ch) for ch in text)
    try:
        if wrong == "gb18030" and "€" in text:  # the byte 0x80 in Windows
            return b"\x80".join(part.encode(wrong) for part in text.split("€"))
        return text.encode(wrong)
    except UnicodeEncodeError:
        return None


@cache
def _table(wrong: str) -> dict[str, int]:
    """The byte of each character of an encoding; bytes that it lacks were kept as controls."""
    table = {chr(byte): byte for byte in range(0x80, 0x100)} if wrong == "cp1252" else {}
    for byte in range(0x80, 0x100):
        table[bytes((byte,)).decode(wrong, "ignore") or chr(byte)] = byte
    return table


@cache
def _foreign(wrong: str) -> re.Pattern[str] | None:
    """What parts characters that an encoding has from those that it has not; None where it has nearly all."""
    if wrong in DOUBLE:
        return None
    known = re.escape("".join(_table(wrong)))
    return re.compile(f"([^\\x00-\\x7f{known}]+)")


def _names(chain: _Chain) -> tuple[str, ...]:
    return tuple(NAMES.get(codec, codec) for codec in chain)


def _named(chain: _Chain, text: str) -> str:
    """How the encodings are called in a note."""
    wrong, right = _names(chain)
    if chain.wrong == LATIN and not re.search("[\u0152-\u2122]", text):
        wrong = "ISO-8859-1"
    return f"{right} that was read as {wrong}"
