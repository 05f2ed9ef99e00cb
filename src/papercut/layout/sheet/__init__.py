"""Pages that have geometry: lines in reading order by their boxes.

In: printed lines with boxes. Out: the same lines in order. Read `xy_cut`, `cut_candidates`, `ordered_lines` first: a
page is cut along blank strips and rules until only single columns are left, but not below `subheads`, nor through
`column_text`. `glyph_lines` makes lines of a PDF's glyphs, `overprinted_glyphs` drops copies; `orientation` and `skew`
set the page straight; `merged_…`, `line_rows`, `table_rows` (beside `running_lines`), `vertical_headlines` and
`headlines_read_across` mend lines; `file_order` is the file's own order. What stands inside a story, `pictures` and
`insets`, is read after it. `running_heads`, `captions`, `pull_quotes`, on Western pages `picture_captions`, and on
pages set downwards `downward_furniture` are furniture.
"""
