"""Pages as parts of an issue: which paper, day and page each is, and which articles go on elsewhere.

In: cleaned pages and the names of their files. Out: `Facts` of each page (`page_facts`, `file_names`) and links
between articles (`linked_articles`, weighed by `link_evidence` and `article_likeness`). Read in this order.
"""
