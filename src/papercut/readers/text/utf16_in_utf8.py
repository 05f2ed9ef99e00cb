"""UTF-16 that somebody read as Latin-1 and saved as UTF-8: each of its bytes is a character of its own then.

Nothing is lost by it, but pages and lines cannot be told before it is undone: any byte of an ideograph may be that of a
line end. So it counts as an encoding, with a codec for each order of bytes.
"""

from __future__ import annotations

import codecs
from typing import Any

CODECS = {"utf_16_le_in_utf_8": "utf-16-le", "utf_16_be_in_utf_8": "utf-16-be"}

MARKS = {"utf-16-le": "\xff\xfe", "utf-16-be": "\xfe\xff"}
USUAL = 8.5
"""Nats up to which a character costs as much as in a right decoding."""


class _Decoder(codecs.IncrementalDecoder):
    codec = "utf-16-le"

    def __init__(self, errors: str = "strict") -> None:
        super().__init__(errors)
        self.outer = codecs.getincrementaldecoder("utf-8")(errors)
        self.inner = codecs.getincrementaldecoder(self.codec)("surrogatepass" if errors == "strict" else "replace")

    def decode(self, data: Any, final: bool = False) -> str:
        text = self.outer.decode(data, final)
        try:
            inner = text.encode("latin-1")
        except UnicodeEncodeError as error:
            if self.errors == "strict":
                raise UnicodeDecodeError(self.codec, bytes(data), 0, 1, error.reason) from error
            inner = text.encode("latin-1", "replace")
        return self.inner.decode(inner, final)


class _BigDecoder(_Decoder):
    codec = "utf-16-be"


def _info(name: str) -> codecs.CodecInfo | None:
    if name not in CODECS:
        return None
    decoder = _BigDecoder if "be" in name else _Decoder

    def encode(text: str, errors: str = "strict") -> tuple[bytes, int]:
        return text.encode(decoder.codec, errors).decode("latin-1").encode(), len(text)

    def decode(data: Any, errors: str = "strict") -> tuple[str, int]:
        return decoder(errors).decode(data, True), len(data)

    return codecs.CodecInfo(encode, decode, incrementaldecoder=decoder, name=name)


codecs.register(_info)


def hidden_utf16(text: str) -> tuple[str, int]:
    """The codec of UTF-16 of which each byte became a character of a file that begins with this text, and the length
    of its byte order mark; nothing if it is not that."""
    if not text or max(text) > "\xff":
        return "", 0
    from papercut.readers.text.surprisal import surprisal

    known: list[tuple[float, str, int]] = []
    for name, codec in CODECS.items():
        mark = MARKS[codec]
        data = text.removeprefix(mark).encode("latin-1")
        inner = data[: len(data) // 2 * 2].decode(codec, "replace")
        if inner:
            known.append((surprisal(inner) / len(inner), name, len(mark.encode()) * text.startswith(mark)))
    best = min(known, default=(USUAL, "", 0))
    return best[1:] if best[0] < USUAL else ("", 0)
