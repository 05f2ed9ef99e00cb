"""Pages in Western scripts, which the networks do not know: a table of signs, set by hand.

In: the lines of such a page. Out: labels and articles, as `lines` and `links` give for Chinese pages. `line_look` is
what is seen of a line, `line_features` sees it (with `wordlikeness`, `deck_banks` and `letter_signatures`),
`line_signs` is the table, `line_labels` labels lines by it, `advert_runs` finds advertisements, `articles_in_order`
puts text together. `western_stretches` labels such texts on Chinese pages. Read in this order.
"""
