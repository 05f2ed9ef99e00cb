"""Whose each headline is.

In: display type and articles. Out: a headline, kickers and decks for each article. `display_units` reads display type
line by line, `display_scene` puts it among the stories of the page, `display_readings` asks
`papercut.solver.display_network` what its lines read like together, `candidates` weighs which stories it could belong
to, `boundaries` where one headline ends and the next begins, `placement` decides for the whole page, `roles` tells
the headline from kicker and deck, `body_parts` lifts bylines and jump lines out of bodies. Read in this order. The
files named `misread_…`, with `body_alignment` and `ocr_corrections`, mend what OCR misread.
"""
