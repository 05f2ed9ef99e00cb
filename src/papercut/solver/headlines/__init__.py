"""Whose each headline is.

In: display type and articles. Out: a headline, kickers and decks for each article. Read in this order:
`display_units`, `display_scene` and `display_readings` say what display type there is, `candidates` (`cue_weights`)
which stories it could belong to, `boundaries` where a headline ends; `group_cuts`, `side_by_side_headlines` and
`placement` decide for the page, `detached_parts`, `roles` and `deck_lines` finish headlines, `body_parts` lifts bylines
out of bodies. `misread_…`, `body_alignment` and `ocr_corrections` mend what OCR misread.
"""
