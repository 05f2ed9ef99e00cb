"""PDF files, read by PDFium in a process of its own that may die.

In: a PDF. Out: pages with every glyph's place and size, or the picture of the page for OCR. `document` is the reader;
`pdfium_process` starts and watches the process, `pdfium_child` is that process (with `box_font`), `page` makes a page
from `glyphs`, `turned_signs`, `upright_figures`, `layers`, `drawings` and `annotations`; `soundness` and
`picture_soundness` find damage. Read in this order.
"""
