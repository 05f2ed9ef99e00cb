"""How right papercut is on pages whose truth is known: what stands behind `papercut score`, with rapidfuzz.

In: the articles of a page and its truth. Out: figures. Read in this order: `cases` (`checked_pages`, `draft_truth`),
`truth`, `truth_positions`, `text`, `match` with `likeness`, `string_tiling` and `bcubed`, `figures`, `joins`,
`page_figures`, `report` and `worst_articles`. Only `papercut.learning` uses it to take a page apart.
"""
