"""XML formats of OCR: ALTO, PAGE XML and ABBYY's.

In: an XML file. Out: pages with printed lines. `trees` reads XML safely, one page at a time; `alto`, `page_xml` and
`abbyy` read one format each. `own_articles`, `own_alto` and `own_page_xml` read the articles of files that papercut
wrote. Read in this order.
"""
