"""Pages that are mere text: columns side by side, interleaved columns, vertical text, spaces, furniture.

In: raw lines. Out: the same lines cut and put in order, their spaces judged, and what is furniture by its words alone.
Read in this order: `split_lines`, `side_by_side_columns` with `narrow_gutters`, `interleaved_columns`, `vertical_text`,
`spacing`, `standing_lines`, `classified_notices`.
"""
