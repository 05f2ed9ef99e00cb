"""Which encoding bytes are in, and their text.

A byte order mark is believed, and so are the signs of HZ and ISO-2022-JP. Strict UTF-8 without a crowd of control
characters is UTF-8. Everything else goes through one comparison: the bytes are decoded in every encoding that
newspapers come in, and the decoding whose characters are the least surprising, taken together, is right. A wrong
decoding betrays itself within a sentence: its characters are valid but rare. Since all decodings explain the same bytes
their sums can be compared, and UTF-8 with a few bad bytes and UTF-16 without a mark need no rules of their own. Where
two come close, and where nothing fits well, chardet is asked.
"""

from __future__ import annotations

import codecs
import re

from papercut.errors import InputError, UsageError
from papercut.readers.text.decoding import EBCDIC, FAMILIES, SPELLINGS, Encoding, prefix, strictly
from papercut.readers.text.ebcdic import OTHER_EBCDIC, ebcdic_rivals, is_ebcdic, may_be_ebcdic
from papercut.readers.text.utf7 import is_rare, utf7_text

SAMPLE = 6000
"""Bytes that the decodings are compared on: some 2000 characters, far more than it takes."""

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    ("\ufeff".encode("gb18030"), "gb18030"),
)

PRIOR = {"euc_jp": 5.0, "shift_jis": 1.0, "euc_kr": 1.0}
"""How much less often an encoding is met than the rest, in nats; it only settles a few characters."""

SEVEN_BITS = (
    (re.compile(rb"~\{(?:[!-w][!-~]){2,}~\}"), "hz"),
    (re.compile(rb"\x1b\$(?:[@B]|\([A-D])(?:[!-~]{2})+\x1b"), "iso2022_jp_2"),
)
"""What is ASCII but for its signs, which say where ideographs begin and end: Chinese and Japanese mail and news."""

FITS, USUAL, SURE = 6.2, 5.2, 4.5
"""Nats a byte up to which a decoding can be right, up to which it is if no other comes near, and up to which nothing
else need be asked then: Chinese costs about 4, rare classical Chinese 5, noise 7; Russian and Greek read as Korean or
Chinese 5.5 to 6, Hebrew and Thai 4.6 to 5.7."""

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
    utf8 = prefix(sample, "utf-8", "strict", False)
    if sample.isascii() and not encoding.codecs[0].startswith(("utf-16", "utf-32")):
        return None
    known = any(set(encoding.codecs) & set(family) for family in FAMILIES.values())
    families = ("utf-8",) if utf8 is not None else tuple(FAMILIES) if known else ()
    text = prefix(sample, encoding.codecs[-1], "replace", False) or ""
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
        if sign.search(head) and not (prefix(head, codec, "strict", whole) or "").isascii():
            return Encoding((codec,))
    if head.isascii() and b"+" in head and (found := utf7_text(head, prefix(head, "utf-7", "strict", whole))):
        return Encoding(("utf-7",), guessed=is_rare(found))
    text = prefix(head, "utf-8", "strict", whole)
    if text is not None and not (_CONTROL.search(text) and _crowded(text.translate(_HIGH_CONTROLS), 0.01)):
        return Encoding(FAMILIES["utf-8"], rivals=OTHER_EBCDIC if head.isascii() and may_be_ebcdic(head) else ())
    if text is not None:
        from papercut.readers.text.utf16_in_utf8 import hidden_utf16

        codec, length = hidden_utf16(text[:SAMPLE])
        if codec:
            return Encoding((codec,), length)
    sample = _sample(head)
    whole = whole and len(sample) == len(head)
    if is_ebcdic(sample):
        from papercut.readers.text.chardet_guess import guessed_codec

        codec = guess if (guess := guessed_codec(sample)) in EBCDIC else EBCDIC[0]
        return Encoding((codec,), rivals=ebcdic_rivals(sample, codec))
    ranked = sorted((_surprise(sample, family, whole), family) for family in FAMILIES)
    best = _asked_chardet(sample, ranked)
    text = prefix(sample, best.codecs[-1], "replace", whole) or ""
    strange = best.codecs in FAMILIES.values() and len(sample) >= 64 and ranked[0][0] > FITS * len(sample)
    utf8 = best.codecs == FAMILIES["utf-8"]
    if strange or _crowded(text, 0.3 if utf8 else 0.03):
        raise InputError(
            f"{shown} is binary data, not text: give the text of a page, or name its encoding with --encoding"
        )
    from papercut.readers.text.western_rivals import rivals, signs_alone

    if best.codecs == FAMILIES["cp1252"] and (codec := signs_alone(sample, text)):
        return Encoding((codec,))
    return best if utf8 or best.guessed or best.rivals else best._replace(rivals=rivals(sample, text))


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
    text = strict[1] if strict else prefix(sample, member, errors, False)
    if text is None:
        return float("inf")
    return PRIOR.get(family, 0.0) + surprisal(text)


def _asked_chardet(sample: bytes, ranked: list[tuple[float, str]]) -> Encoding:
    """The best decoding, after asking chardet where the comparison leaves a doubt."""
    (first, family), (second, _) = ranked[:2]
    fits = family != "cp1252" and first <= FITS * len(sample)
    common = fits and first <= SURE * len(sample)
    if common and second - first > 8:
        return Encoding(FAMILIES[family])
    from papercut.readers.text import chardet_guess

    clear = fits and second - first > 8 and first <= USUAL * len(sample)
    codec = chardet_guess.guessed_codec(sample)
    guess = NAMED_FAMILIES.get(codec.replace("-", "_"), codec)
    text = "" if guess in FAMILIES or not codec else chardet_guess.decoded(sample, codec)
    text = "" if chardet_guess.mixes_alphabets(text) else text
    least = chardet_guess.MORE if common else chardet_guess.ENOUGH if fits else 0
    if chardet_guess.in_one_alphabet(text, least):
        return Encoding((codec,), guessed=True)
    if clear:
        return Encoding(FAMILIES[family])
    if any(f == guess and cost - first < 8 for cost, f in ranked):
        return Encoding(FAMILIES[guess])
    if text and chardet_guess.is_lettered(text) and (not fits or chardet_guess.is_cased(text)):
        return Encoding((codec,))
    if text and chardet_guess.is_likelier(text, first):
        return Encoding((codec,), guessed=True)
    doubtful = family not in ("utf-8", "cp1252") and _is_doubtful(sample, family)
    return Encoding(FAMILIES[family], rivals=(codec,) if text and doubtful else (), guessed=doubtful)


def _is_doubtful(sample: bytes, family: str) -> bool:
    """Whether what is not ASCII is more surprising than it usually is in a right decoding."""
    from papercut.readers.text.surprisal import surprisal

    text = prefix(sample, FAMILIES[family][-1], "replace", False) or ""
    others = "".join(ch for ch in text if not ch.isascii())
    return surprisal(others) > USUAL * (len(sample) - (len(text) - len(others)))


def _order(head: bytes, codec: str) -> str:
    """The byte order of UTF-16 or UTF-32 without a mark."""
    if codec == "utf-32":
        return "utf-32-be" if head[:1] == b"\0" else "utf-32-le"
    sample = _sample(head)
    return min(("utf-16-le", "utf-16-be"), key=lambda family: _surprise(sample, family, False))
