"""Pictures of pages, read by an OCR engine.

In: an image file. Out: pages with printed lines, boxes in pixels. `pages` is the reader, `images` opens pictures,
`engines` names the engines: `rapidocr_engine` and `tesseract_engine`. Pictures are opened, and read by RapidOCR, in
processes of `picture_child`, which `picture_process` starts and watches. Read in this order.
"""
