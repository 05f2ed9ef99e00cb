"""Pages to review, in both scripts, with and without a picture, and one that means harm."""

from __future__ import annotations

import dataclasses
from functools import cache

import papercut as pc
from papercut.model.page import Page
from papercut.readers import read_text
from pdfs import Sheet, pdf
from shell import SEED

HARM = [
    "<script>window.harmed = 1</script></script><!--<script>",
    "<img src=x onerror='window.harmed = 2'>&lt;b&gt;&amp;amp;",
    "javascript:window.harmed=3 \u2028\u2029 ]]> \"'`${window.harmed=4}",
    "孤 \ud800 立 \udc00 代理 𠮷野家",
    "\x00零\x1b[31m \x0b\x0c\x7f\x9b \u202e倒\u2066置\ufeff ﬁne ﬃ",
    "{{ harmed }} {% raw %} </title></style></textarea>",
]


@cache
def seed() -> Page:
    """The page in `seeds/`."""
    return pc.build()(pc.read(SEED))


@cache
def harmful() -> Page:
    """A page whose text, name and notes try to become markup."""
    page = read_text("\n".join([*HARM, "", *(f"{row}。" for row in HARM)]))
    return pc.build()(page.replace(source=dataclasses.replace(page.source, name=HARM[0])))


def pdf_bytes() -> bytes:
    """A page with two stories side by side under their headlines."""
    sheet = Sheet(400, 400)
    sheet.text("城南新桥昨日通车", 30, 30, 20, bold=True).text("小学校办起图书角", 220, 30, 20, bold=True)
    left = "　　本报讯（记者 王远）城南/新桥昨日上午正式通车，新桥/长三百二十米，过河只要一分/钟。市民李大爷说很方便。"
    right = "　　本报讯（记者 陈方）东门/小学的图书角前天开放，三千/册图书由家长捐来，每个班每/周可以来借两次。"
    sheet.column(left.split("/"), 30, 70, 12).column(right.split("/"), 220, 70, 12)
    return pdf(sheet)
