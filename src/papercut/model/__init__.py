"""What a page is made of.

In: what a reader found. Out: a `Page` (`page`), which holds lines, blocks, articles and furniture. Every text on it has
`pieces`: the spans of raw lines that it came from. `geometry` has boxes and type sizes, `identity` the ids of articles.
Nothing here reads, decides or writes. Read in this order: `pieces`, `geometry`, `page`, `identity`.
"""
