"""The workbench: a local server on which people look at the pages of an output and correct them.

In: an output folder, and the folder of its inputs for their pictures. Out: a corrections file in the output. `listing`
knows the pages, `desk` one page with its corrections, `server` answers the browser, `words` has what it shows; the
browser's side is `workbench.html`, `workbench.css` and the files `….js`. Read in this order.
"""
