"""A page as one HTML file for people to look at: the source beside the articles, doubts and reasons.

In: a cleaned page. Out: HTML that needs no network. `segments` ties both sides together, `doubts` says where to look,
`html` writes the page, with its `picture` and `interface_words`; `files` and `batch` write many. Read in this order.
Needs the extra `papercut-text[review]`.
"""
