"""The models that decide: what each line is, which text makes one article, whose each headline is.

In: a page's lines or blocks, with their measures. Out: labels, links and assignments, each with its odds. Nothing here
knows a stage or a file. `vertical_columns` serves order, `lines` build-paragraphs, `links` separate-articles,
`headlines` place-headlines; `western` does the work of `lines` and `links` on pages in Western scripts. What they share
lies beside them: `reading_network`, `display_network`, `rare_pairs`, `text_likeness`, `assignment`, `confidence` and
the fitted `weights`.
"""
