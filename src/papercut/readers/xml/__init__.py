"""XML formats of OCR: ALTO, PAGE XML and ABBYY's.

In: an XML file. Out: pages with printed lines. `trees` reads XML safely, one page at a time; each format is one file.
"""
