"""How lines lie on a page.

In: the raw lines of a page, in whatever order a tool gave them. Out: lines in reading order, without spaces that are
not in print, each with what is known of its place. `text` works on mere lines, `sheet` on pages that have geometry;
`furniture_lines` knows running heads by their words (`furniture_chain`), for both. Read in this order.
"""
