"""Pictures of pages, read by an OCR engine.

In: an image file. Out: pages with printed lines, boxes in pixels. `pages` is the reader; pictures are opened, and read
by RapidOCR, in processes of `picture_child`, which `picture_process` starts and watches. `images` opens pictures (with
`heif`), `soundness` and `jpeg_structure` find damaged ones, `orientation` turns a page upright, `engines` names the
engines: `rapidocr_engine`, `tesseract_engine`, `plugin_engine`. Each gives lines as in `recognised_line`. Read in this
order.
"""
