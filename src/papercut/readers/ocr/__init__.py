"""What OCR programs and services write: hOCR, Tesseract's TSV, and the JSON of a dozen services.

In: a file. Out: pages with printed lines. `hocr` and `tesseract_tsv` read one format each. `service_json` (after
`json_or_text` and `python_notation`) hands a JSON value to the file of its service: `google`, `document_ai`, `azure`,
`textract`, `tencent`, `baidu`, `aliyun`, `paddle`, `mineru`, `tesseract_table`, `line_lists`; what none of them knows
goes to `placed_texts`, and then to `records`. These share `service_lines`, `word_rows`, `block_pages`, `polygons`,
`tables`, `values` and `whole_text`. Read `service_json`, `service_lines` and `google` first.
"""
