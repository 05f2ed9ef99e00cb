"""Whose each headline is.

In: display type and articles. Out: a headline, kickers and decks for each article. `display_units` collects the display
type, `display_readings` asks `papercut.solver.display_network` what its lines read like together, `candidates` weighs
which stories it could belong to, `placement` decides for the whole page, `roles` tells the headline from kicker and
deck, `body_parts` lifts bylines and jump lines out of bodies. Read in this order. The files named `misread_…`, with
`body_alignment` and `ocr_corrections`, mend what OCR misread.
"""
