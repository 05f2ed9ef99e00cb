"""Plain text: bytes to characters to lines.

In: bytes. Out: pages of raw lines, and notes on what was decoded. `encoding` finds the encoding, `decoding` decodes,
`escapes` undoes text whose characters are written as numbers, `mojibake` what was decoded wrongly once before, `lines`
says what counts as a line. Read in this order.
"""
