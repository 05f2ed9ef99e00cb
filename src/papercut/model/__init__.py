"""What a page is made of. Nothing here reads, decides or writes.

In: what a reader found. Out: a `Page` (`page`), which holds lines, blocks, articles (`article`) and furniture. Every
text on it has `pieces`: the spans of raw lines that it came from. `geometry` has boxes and type sizes, `identity` the
ids of articles, `law` checks that nothing is lost, `earlier` takes a page back to before a stage. Read in this order:
`pieces`, `geometry`, `page`, `article`, `law`.
"""
