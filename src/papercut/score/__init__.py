"""How right papercut is on pages whose truth is known: what stands behind `papercut score`.

In: the articles of a page and its truth. Out: figures. `truth` reads a truth, `match` pairs articles, `page_figures`
counts, `report` prints. Read in this order. Nothing here is used where a page is taken apart. Comparing texts needs
rapidfuzz, the extra `papercut-text[score]`; `likeness` says so where it is missing.
"""
