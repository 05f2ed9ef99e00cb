"""What files and OCR services call the regions of a page, and what papercut makes of them."""

from __future__ import annotations

KINDS: dict[str, str] = {
    # what a file calls a region: what papercut makes of it
    "heading": "head", "headline": "head", "title": "head", "subheadline": "head", "caption": "caption",
    "header": "folio", "page-header": "folio", "running_title": "folio", "running-title": "folio", "footer": "folio",
    "page-number": "folio", "page_number": "folio", "advertisement": "advert", "advert": "advert",
    # PaddleOCR, MinerU, Azure and Textract
    "doc_title": "head", "paragraph_title": "head", "sectionheading": "head", "section_header": "head",
    "figure_title": "caption", "table_title": "caption", "chart_title": "caption", "figure_caption": "caption",
    "image_caption": "caption", "img_caption": "caption", "table_caption": "caption", "chart_caption": "caption",
    "page_header": "folio", "page_footer": "folio", "pageheader": "folio", "pagefooter": "folio",
    "pagenumber": "folio", "number": "folio", "subheading": "sub",
}  # fmt: skip
"""The types of regions in PAGE XML, ALTO, what libraries write in their place, and OCR services, in small letters."""
