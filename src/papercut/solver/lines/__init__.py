"""What each line of a page is: it begins a story, goes on, is a headline, a caption, furniture …

In: the visible lines of a page. Out: a label and its odds for each line. `measured_lines` measures them,
`line_features` puts what is seen into numbers (with `sheet_features` where there is geometry), `network` scores the
labels, `display_runs` reads display type together, and `label_chain` finds the best sequence. `structured_text` finds
verse, tables and lists. Read in this order.
"""
