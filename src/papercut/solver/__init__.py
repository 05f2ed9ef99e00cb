"""The models that decide: what each line is, which text makes one article, whose each headline is.

In: a page's lines or blocks, with their measures. Out: labels, links and assignments, each with its odds. Read in this
order: `vertical_columns` and `segmentation` serve order; `labelling`, `lines` build-paragraphs; `links`
separate-articles; `headlines` place-headlines; `western` does it for Western pages. They share `reading_network`,
`display_network`, `rare_pairs`, `text_likeness`, `assignment`, `confidence`, `lazy_evidence`, `learned_weights`,
`matrix_product`, and `weights`, which `weights_archive` reads.
"""
