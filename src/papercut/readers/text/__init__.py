"""Plain text: bytes to characters to lines.

In: bytes. Out: pages of raw lines, and notes on what was decoded. `encoding` finds the encoding by how surprising the
text would be (`surprisal`), with `encoding_variants`, `western_rivals`, `chardet_guess`, `utf7`, `utf16_in_utf8` and
`ebcdic`; `decoding` decodes, `escapes` undoes text whose characters are written as numbers, `mojibake` (first
`mojibake_suspects`; `single_bytes` for European letters, `mended_text`) what was decoded wrongly once before, `lines`
says what counts as a line. Read in this order.
"""
