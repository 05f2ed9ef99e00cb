"""What OCR programs and services write: hOCR, Tesseract's TSV, and the JSON of a dozen services.

In: a file. Out: pages with printed lines. `hocr` and `tesseract_tsv` read one format each. `service_json` looks at a
JSON value and hands it to the file of its service; `service_lines` makes the page. Read `service_json` first.
"""
