"""Pages that are mere text: columns side by side, interleaved columns, vertical text, spaces, furniture.

In: raw lines. Out: the same lines cut and put in order, their spaces judged, and what is furniture by its words alone.
Read in this order: `blank_lines`, `split_lines`, `column_measure`, `side_by_side_columns` with `narrow_gutters` and
`cell_rows`, `interleaved_columns` with `interleaved_…`, `vertical_text`, `spacing` with `latin_spaces`, `hyphenation`,
`duplicated_text`, `front_matter`, `standing_lines`, `parting_furniture`, `small_adverts`, `classified_notices`.
"""
