"""Which encoding bytes are in, and their text.

A byte order mark is believed, and so are the signs of HZ and ISO-2022-JP. Strict UTF-8 without a crowd of control
characters is UTF-8. Everything else goes
through one comparison: the bytes are decoded in every encoding that newspapers come in, and the decoding whose
characters are the least surprising, taken together, is right. A wrong decoding betrays itself within a sentence: its
characters are valid but rare. Since all decodings explain the same bytes their sums can be compared, and UTF-8 with a
few bad bytes and UTF-16 without a mark need no rules of their own. Where two come close, and where nothing fits well,
chardet is asked.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from papercut.errors import InputError, UsageError
from papercut.readers.text.encoding_variants import MISREAD, NO_CHARACTERS, likeliest

SAMPLE = 6000
"""Bytes that the decodings are compared on: some 2000 characters, far more than it takes."""

SHOWN = 5
"""Offsets of bad bytes that are told; of the rest only the number."""

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    ("\ufeff".encode("gb18030"), "gb18030"),
)

FAMILIES: dict[str, tuple[str, ...]] = {
    # of the members that decode strictly the one with the likeliest signs is taken, else the first
    "utf-8": ("utf-8",),
    "gb18030": ("gbk", "gb18030"),  # not gb2312: it reads the dot in a foreign name as a katakana one
    "big5hkscs": ("cp950", "big5", "big5hkscs"),
    "shift_jis": ("shift_jis", "cp932"),
    "euc_kr": ("euc_kr", "cp949"),
    "euc_jp": ("euc_jp",),
    "utf-16-le": ("utf-16-le",),
    "utf-16-be": ("utf-16-be",),
    "cp1252": ("cp1252",),
}

SPELLINGS = {
    "cp950": "big5", "big5hkscs": "big5-hkscs", "euc_kr": "euc-kr", "euc_jp": "euc-jp", "cp1252": "windows-1252",
}  # fmt: skip
"""How an encoding is written in output, where it is not the codec's own name."""

PRIOR = {"euc_jp": 5.0, "shift_jis": 1.0, "euc_kr": 1.0}
"""How much less often an encoding is met than the rest, in nats; it only settles a few characters."""

SEVEN_BITS = (
    (re.compile(rb"~\{(?:[!-w][!-~]){2,}~\}"), "hz"),
    (re.compile(rb"\x1b\$(?:[@B]|\([A-D])(?:[!-~]{2})+\x1b"), "iso2022_jp_2"),
)
"""What is ASCII but for its signs, which say where ideographs begin and end: Chinese and Japanese mail and news."""

FITS = 6.2
"""Nats a byte up to which a decoding can be right: Chinese costs about 4, rare classical Chinese 5, noise 7."""

NAMED_FAMILIES = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "big5hkscs": "big5hkscs",
    "cp950": "big5hkscs", "shift_jis": "shift_jis", "cp932": "shift_jis", "euc_kr": "euc_kr", "cp949": "euc_kr",
}  # fmt: skip
"""Encodings that are named for one another every day: a page said to be GB2312 may hold what only GB18030 has."""

KNOWN = (
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312", "big5", "big5-hkscs", "cp950", "shift_jis",
    "cp932", "euc-jp", "iso-2022-jp", "euc-kr", "cp949", "windows-1252", "iso-8859-1", "iso-8859-15", "koi8-r",
    "windows-1251", "ascii",
)  # fmt: skip
"""The names of which the nearest is offered where an unknown one was given; the first ones where none is near."""

NO_TEXT = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})
"""Codecs of Python's own that no file is written in."""


class Encoding(NamedTuple):
    """How a file's bytes become text: the codecs to try in order, the length of its byte order mark, and the names of
    other encodings that its bytes fit as well."""

    codecs: tuple[str, ...]
    mark: int = 0
    rivals: tuple[str, ...] = ()

    @property
    def feed(self) -> bytes:
        """A form feed in this encoding."""
        return "\f".encode(self.codecs[0])


class Decoded(NamedTuple):
    """Text with U+FFFD for each bad byte, the encoding's name, how many bad bytes there are and where the first are."""

    text: str
    encoding: str
    bad: int = 0
    offsets: tuple[int, ...] = ()


def named(name: str, head: bytes) -> Encoding:
    """The encoding that a user asked for by name. Raises `UsageError` with the nearest known name if there is none."""
    try:
        info = codecs.lookup(name)
        "\f".encode(info.name)  # raises for codecs that are not between text and bytes
        codec = info.name.replace("-", "_") if info.name.replace("-", "_") in NAMED_FAMILIES else info.name
        if codec in NO_TEXT:
            raise LookupError(name)
    except (LookupError, ValueError, TypeError) as error:
        import difflib

        key = "".join(ch for ch in name[:40].lower() if ch.isalnum() or ch in "-_")
        near = difflib.get_close_matches(key, KNOWN, 1, 0.6)
        shown = name.encode("unicode_escape").decode("ascii") if not name.isprintable() else name
        way = f"did you mean {near[0]}?" if near else f"there are {', '.join(KNOWN[:10])} and others"
        raise UsageError(f"unknown encoding {shown!r}: {way} (auto finds it out)") from error
    if codec in ("utf-16", "utf-32"):
        order = next((c for mark, c in BOMS if head.startswith(mark) and c.startswith(codec)), "")
        return Encoding((order,), 2 if codec == "utf-16" else 4) if order else Encoding((_order(head, codec),))
    if codec == "utf-8-sig":
        codec = "utf-8"
    mark = next((len(m) for m, c in BOMS if c == codec and head.startswith(m)), 0)
    return Encoding(FAMILIES.get(NAMED_FAMILIES.get(codec, ""), (codec,)), mark)


def more_likely(head: bytes, encoding: Encoding) -> str | None:
    """The name of the encoding that a file which begins with `head` is surely in, if that is another one than this.

    Only an encoding that is told from the others here is doubted, but for strict UTF-8, which nothing else looks like.
    """
    sample = _sample(head)
    utf8 = _prefix(sample, "utf-8", "strict", False)
    if sample.isascii() and not encoding.codecs[0].startswith(("utf-16", "utf-32")):
        return None
    known = any(set(encoding.codecs) & set(family) for family in FAMILIES.values())
    families = ("utf-8",) if utf8 is not None else tuple(FAMILIES) if known else ()
    text = _prefix(sample, encoding.codecs[-1], "replace", False) or ""
    costs = [(_surprise(sample, family, False), family) for family in families]
    from papercut.readers.text.surprisal import surprisal

    best, family = min(costs, default=(float("inf"), ""))
    if set(FAMILIES.get(family, ())) & set(encoding.codecs) or best > FITS * len(sample):
        return None
    return SPELLINGS.get(family, family) if surprisal(text) > 1.5 * best + 20 else None


def detected_encoding(head: bytes, whole: bool, shown: str) -> Encoding:
    """The encoding of a file that begins with `head` (all of it if `whole`). Raises `InputError` if it is no text."""
    for mark, codec in BOMS:
        if head.startswith(mark):
            return Encoding((codec,), len(mark))
    for sign, codec in SEVEN_BITS if head.isascii() else ():
        if sign.search(head) and not (_prefix(head, codec, "strict", whole) or "").isascii():
            return Encoding((codec,))
    text = _prefix(head, "utf-8", "strict", whole)
    if text is not None and not (_CONTROL.search(text) and _crowded(text.translate(_HIGH_CONTROLS), 0.01)):
        return Encoding(FAMILIES["utf-8"])
    sample = _sample(head)
    whole = whole and len(sample) == len(head)
    ranked = sorted((_surprise(sample, family, whole), family) for family in FAMILIES)
    best = _asked_chardet(sample, ranked)
    text = _prefix(sample, best[-1], "replace", whole) or ""
    strange = best in FAMILIES.values() and len(sample) >= 64 and ranked[0][0] > FITS * len(sample)
    if strange or _crowded(text, 0.3 if best == FAMILIES["utf-8"] else 0.03):
        raise InputError(
            f"{shown} is binary data, not text: give the text of a page, or name its encoding with --encoding"
        )
    from papercut.readers.text.western_rivals import rivals

    return Encoding(best, rivals=() if best == FAMILIES["utf-8"] else rivals(sample, text))


def decode(data: bytes, encoding: Encoding, offset: int) -> Decoded:
    """The text of one page's bytes, which begin at byte `offset` of the file; never fails."""
    strict = strictly(data, encoding.codecs, True)
    if strict:
        return Decoded(strict[1], SPELLINGS.get(strict[0], strict[0]))
    codec = encoding.codecs[-1]
    name = SPELLINGS.get(codec, codec)
    if not codec.startswith(("utf-16", "utf-32")):
        try:
            codec, text = _least_bad(data, encoding.codecs)
        except UnicodeDecodeError as error:  # a codec whose bad bytes lie below 0x80
            text = data.decode(codec, "replace")
            return Decoded(text, name, text.count("\ufffd"), (offset + error.start,))
        return _marked(text, codec, "surrogateescape", offset, SPELLINGS.get(codec, codec))
    unit = int(codec[4:6]) // 8
    even = len(data) - len(data) % unit
    try:
        text = data[:even].decode(codec, "surrogatepass")
    except UnicodeDecodeError as error:
        text = data.decode(codec, "replace")
        return Decoded(text, name, text.count("\ufffd"), (offset + error.start,))
    done = _marked(text, codec, "surrogatepass", offset, name)
    if even == len(data):
        return done
    offsets = (*done.offsets, offset + even) if done.bad < SHOWN else done.offsets
    return Decoded(done.text + "\ufffd", name, done.bad + 1, offsets)


def _marked(text: str, codec: str, errors: str, offset: int, name: str) -> Decoded:
    """Text in which bad bytes stand as surrogates, with U+FFFD for each, counted, and the offsets of the first."""
    bad = 0
    places: list[int] = []

    def mend(match: re.Match[str]) -> str:
        nonlocal bad
        size = match.end() - match.start()
        places.extend(range(match.start(), match.start() + min(size, SHOWN - len(places))))
        bad += size
        return "\ufffd" * size

    mended = re.sub("[\ud800-\udfff]+", mend, text)
    offsets: list[int] = []
    done = 0
    for place in places:
        offset += len(text[done:place].encode(codec, errors))
        offsets.append(offset)
        done = place
    return Decoded(mended, name, bad, tuple(offsets))


def strictly(data: bytes, family: tuple[str, ...], whole: bool) -> tuple[str, str] | None:
    """The codec of a family that decodes the bytes without a fault and to the likeliest signs, and the text."""
    texts = []
    for codec in family:
        text = _prefix(data, codec, "strict", whole)
        if text is not None and not (codec in MISREAD and MISREAD[codec].search(text)):
            texts.append((codec, text))
            if family is not FAMILIES["big5hkscs"]:
                break  # the others read the same signs
    return likeliest(texts) if texts else None


def _least_bad(data: bytes, family: tuple[str, ...]) -> tuple[str, str]:
    """The codec of a family with the fewest bad bytes, and the text in which these stand as surrogates."""
    texts = [(codec, data.decode(codec, "surrogateescape").translate(NO_CHARACTERS)) for codec in family]
    texts = [pair for pair in texts if pair[0] not in MISREAD or not MISREAD[pair[0]].search(pair[1])]
    bad = [len(re.findall("[\udc80-\udcff]", text)) for _, text in texts]
    return likeliest([pair for pair, count in zip(texts, bad, strict=True) if count == min(bad)])


def _prefix(data: bytes, codec: str, errors: str, whole: bool) -> str | None:
    """The text of `data`, whose last character may be cut unless it is `whole`; None if it does not decode."""
    try:
        return codecs.getincrementaldecoder(codec)(errors).decode(data, whole)
    except UnicodeDecodeError:
        return None


def _crowded(text: str, share: float) -> bool:
    """Whether control characters make up more than a `share` of the text: one or two are dirt, a crowd is no text."""
    count = len(text) - len(text.translate(_CONTROLS))
    return count > max(3, share * len(text)) or 0 < count >= len(text) * 0.5


_HIGH_CONTROLS = dict.fromkeys(range(0x80, 0xA0))
"""What UTF-8 that was read as Latin-1 and saved as UTF-8 is full of; binary data is no UTF-8."""
_CONTROLS = dict.fromkeys(i for i in (*range(32), *range(0x7F, 0xA0)) if chr(i) not in "\t\n\v\f\r\x1b\x85")
_CONTROL = re.compile(f"[{''.join(map(chr, _CONTROLS))}]")


def _sample(head: bytes) -> bytes:
    """Bytes to compare decodings on: from the first that is not ASCII, cut at line ends where there are any near."""
    match = re.search(rb"[\x80-\xff\x00]", head)
    start = max(0, match.start() - SAMPLE // 4) if match else 0
    if start:
        start = head.find(b"\n", start, match.start() if match else None) + 1 or start
    start -= start % 4  # the units of UTF-16 and UTF-32 stay whole
    return head[start : start + SAMPLE]


def _surprise(sample: bytes, family: str, whole: bool) -> float:
    """How surprising the sample is in an encoding, in nats: lower is better."""
    from papercut.readers.text.surprisal import surprisal  # its tables are for what is not UTF-8

    member = FAMILIES[family][-1]
    errors = "surrogatepass" if member.startswith("utf-16") else "surrogateescape"
    strict = strictly(sample, FAMILIES[family], whole)
    text = strict[1] if strict else _prefix(sample, member, errors, False)
    if text is None:
        return float("inf")
    return PRIOR.get(family, 0.0) + surprisal(text)


def _asked_chardet(sample: bytes, ranked: list[tuple[float, str]]) -> tuple[str, ...]:
    """The codecs of the best decoding, after asking chardet where the comparison leaves a doubt."""
    (first, family), (second, _) = ranked[:2]
    fits = family != "cp1252" and first <= FITS * len(sample)
    if fits and second - first > 8:
        return FAMILIES[family]
    import chardet

    try:
        codec = codecs.lookup(chardet.detect(sample)["encoding"] or "").name
    except LookupError:
        return FAMILIES[family]
    guess = NAMED_FAMILIES.get(codec.replace("-", "_"), codec)
    if any(f == guess and cost - first < 8 for cost, f in ranked):
        return FAMILIES[guess]
    text = None if fits or guess in FAMILIES else _prefix(sample, codec, "strict", False)
    return (codec,) if text and _lettered(text) else FAMILIES[family]


def _lettered(text: str) -> bool:
    """Whether what is not ASCII in a text is nearly all letters, as in any language."""
    others = [ch for ch in text if not ch.isascii()]
    return sum(ch.isalpha() for ch in others) >= 0.8 * len(others)


def _order(head: bytes, codec: str) -> str:
    """The byte order of UTF-16 or UTF-32 without a mark."""
    if codec == "utf-32":
        return "utf-32-be" if head[:1] == b"\0" else "utf-32-le"
    sample = _sample(head)
    return min(("utf-16-le", "utf-16-be"), key=lambda family: _surprise(sample, family, False))
