"""Pages as JSON and back.

In: a `Page`, or one of our own JSON documents. Out: the other. `page` is the document that filters pass on, `geometry`
its boxes, `articles` reads back what `--to json` wrote. Read `page` first. The schemas are in `papercut.schemas`.
"""
