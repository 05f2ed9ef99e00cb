"""What people correct by hand: kept beside the output, and applied to the pages that papercut makes.

In: an article document, and the records of a corrections file. Out: the document with the corrections, and what does
not fit it any more. `records` says what a correction is, `document` finds places in a document, `elements` takes texts
apart at their pieces, `changes` makes one change, `applied` all of them in their order, `files` keeps them, `outputs`
finds the documents of an output. Read in this order.
"""
