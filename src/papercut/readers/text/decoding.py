"""Bytes to text in an encoding that is known, or in whichever of a family of encodings fits them best."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from papercut.readers.text.encoding_variants import MISREAD, NO_CHARACTERS, likeliest

SHOWN = 5
"""Offsets of bad bytes that are told; of the rest only the number."""

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
    "utf_16_le_in_utf_8": "utf-16-le", "utf_16_be_in_utf_8": "utf-16-be",
}  # fmt: skip
"""How an encoding is written in output, where it is not the codec's own name."""


EBCDIC = ("cp037", "cp500", "cp273", "cp1140", "cp1026", "cp875", "cp424")
"""Encodings of mainframes, in which a line ends with U+0085."""


class Encoding(NamedTuple):
    """How a file's bytes become text: the codecs to try in order, the length of its byte order mark, the names of
    other encodings that its bytes fit as well, and whether nothing but a guess speaks for it."""

    codecs: tuple[str, ...]
    mark: int = 0
    rivals: tuple[str, ...] = ()
    guessed: bool = False

    @property
    def feed(self) -> bytes:
        """A form feed in this encoding; in UTF-7 as programs write it, and not as Python does."""
        return "\f".encode("ascii" if self.codecs[0] == "utf-7" else self.codecs[0])

    def doubt(self, name: str) -> str:
        """What is said of a page that was read in this encoding, called so, if it may be in another one."""
        if self.rivals:
            others = ", ".join(self.rivals)
            return f"read as {name}, but the bytes also fit {others}: if letters are wrong, set the encoding"
        return f"read as {name}, which is a guess: if the text is wrong, set the encoding" if self.guessed else ""


class Decoded(NamedTuple):
    """Text with U+FFFD for each bad byte, the encoding's name, how many bad bytes there are and where the first are."""

    text: str
    encoding: str
    bad: int = 0
    offsets: tuple[int, ...] = ()


def decode(data: bytes, encoding: Encoding, offset: int) -> Decoded:
    """The text of one page's bytes, which begin at byte `offset` of the file; never fails."""
    found = _decoded(data, encoding, offset)
    return found._replace(text=found.text.replace("\x85", "\n")) if encoding.codecs[0] in EBCDIC else found


def _decoded(data: bytes, encoding: Encoding, offset: int) -> Decoded:
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
        text = prefix(data, codec, "strict", whole)
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


def prefix(data: bytes, codec: str, errors: str, whole: bool) -> str | None:
    """The text of `data`, whose last character may be cut unless it is `whole`; None if it does not decode."""
    try:
        return codecs.getincrementaldecoder(codec)(errors).decode(data, whole)
    except UnicodeDecodeError:
        return None
