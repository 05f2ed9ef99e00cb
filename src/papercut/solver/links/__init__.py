"""Which text makes one article.

In: labelled blocks. Out: for each fragment of text the fragment that it goes on from, or none. `fragments` cuts text
where there is doubt that it goes on, `link_features` puts each possible step into numbers (with `sheet_link_features`
and `wide_leads` where there is geometry), `fragment_order` decides for the whole page. Read in this order.
"""
