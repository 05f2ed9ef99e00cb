"""Pages as JSON and back.

In: a `Page`, or one of our own JSON documents. Out: the other. `page` writes the document that filters pass on, and
`page_reading` reads it, with `geometry` for boxes and `field_types` for its checks. `articles` reads back what `--to
json` wrote (`saved_lines`: its lines), `earlier_runs` what stands in a folder. Read in this order; the schemas are in
`papercut.schemas`.
"""
