"""Small pages in every OCR format, written for the tests: what a program that makes the format would write."""

from __future__ import annotations

LEAD = "本报讯（记者 李闻）市里的新桥昨日"
REST = "通车，过桥的人都很高兴。"

HOCR = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
    "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html><head><meta name='ocr-system' content='tesseract 5.3.0' /></head><body>
<div class='ocr_page' id='page_1' title='image "a; b.png"; bbox 0 0 1000 800; ppageno 0; scan_res 200 200'>
 <div class='ocr_carea' title="bbox 100 100 440 128"><p class='ocr_par' title="bbox 100 100 440 128">
  <span class='ocr_line' title="bbox 100 100 440 128; baseline 0 0; x_size 28">
   <span class='ocrx_word' title='bbox 100 100 160 128; x_wconf 96'>本报讯</span>
   <span class='ocrx_word' title='bbox 160 100 440 128; x_wconf 90'>（记者 李闻）市里的新桥昨日</span>
  </span>
  <span class='ocr_line' title="bbox 100 140 340 168; x_size 28">
   <span class='ocrx_word' title='bbox 100 140 340 168; x_wconf 50'><strong>{REST}</strong></span>
  </span></p></div>
 <div class='ocr_separator' title="bbox 100 200 900 204"></div>
 <div class='ocr_photo' title="bbox 500 300 900 700"></div>
 <div class='ocr_carea' title="bbox 100 220 300 240">
  <span class='ocr_caption' title="bbox 100 220 300 240; x_size 20">
   <span class='ocrx_word' title='bbox 100 220 180 240; x_wconf 80'>The &amp;</span>
   <span class='ocrx_word' title='bbox 190 220 300 240; x_wconf 80'>new br<em>i</em>dge</span>
  </span></div>
</div>
<div class='ocr_page' id='page_2' title='bbox 0 0 500 400; ppageno 1'>
 <span class='ocr_line' title="bbox 10 10 110 30">Die zweite Seite<br>hat zwei Zeilen</span>
</div></body></html>
"""


def alto(namespace: str = ' xmlns="http://www.loc.gov/standards/alto/ns-v4#"', unit: str = "pixel") -> str:
    """An ALTO file; until version 1.4 it had no namespace."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<alto{namespace}><Description><MeasurementUnit>{unit}</MeasurementUnit></Description>
<Styles><TextStyle ID="T0" FONTSIZE="9" FONTSTYLE="bold"/><TextStyle ID="T1" FONTSIZE="9"/></Styles>
<Tags><LayoutTag ID="L1" LABEL="Heading"/></Tags>
<Layout><Page ID="P1" WIDTH="1000" HEIGHT="800"><PrintSpace HPOS="0" VPOS="0" WIDTH="1000" HEIGHT="800">
<ComposedBlock ID="C1" TYPE="article" HPOS="90" VPOS="40" WIDTH="400" HEIGHT="300">
<TextBlock ID="B1" TAGREFS="L1" STYLEREFS="T0" HPOS="100" VPOS="50" WIDTH="200" HEIGHT="40">
 <TextLine HPOS="100" VPOS="50" WIDTH="200" HEIGHT="40">
  <String CONTENT="Neue" HPOS="100" VPOS="50" WIDTH="90" HEIGHT="29" WC="0.9"/><SP HPOS="190" VPOS="50" WIDTH="10"/>
  <String CONTENT="Brücke" HPOS="200" VPOS="50" WIDTH="100" HEIGHT="29" WC="0.7"/></TextLine></TextBlock>
<TextBlock ID="B2" STYLEREFS="T1" HPOS="100" VPOS="100" WIDTH="300" HEIGHT="60">
 <TextLine HPOS="100" VPOS="100" WIDTH="300" HEIGHT="20">
  <String CONTENT="Gestern" HPOS="100" VPOS="100" WIDTH="70" HEIGHT="19"/><SP HPOS="170" VPOS="100" WIDTH="10"/>
  <String CONTENT="wurde" HPOS="180" VPOS="100" WIDTH="60" HEIGHT="14"/><SP HPOS="240" VPOS="100" WIDTH="10"/>
  <String CONTENT="die" HPOS="250" VPOS="100" WIDTH="30" HEIGHT="14"/><SP HPOS="280" VPOS="100" WIDTH="10"/>
  <String CONTENT="Donau" SUBS_TYPE="HypPart1" SUBS_CONTENT="Donaubrücke" HPOS="290" VPOS="100" WIDTH="60" HEIGHT="14"/>
  <HYP CONTENT="-" HPOS="350" VPOS="107" WIDTH="6"/></TextLine>
 <TextLine HPOS="100" VPOS="125" WIDTH="160" HEIGHT="20">
  <String CONTENT="brücke" SUBS_TYPE="HypPart2" SUBS_CONTENT="Donaubrücke" HPOS="100" VPOS="125" WIDTH="60"
    HEIGHT="14"/>
  <SP HPOS="160" VPOS="125" WIDTH="10"/>
  <String CONTENT="eröffnet." HPOS="170" VPOS="125" WIDTH="90" HEIGHT="14"/></TextLine></TextBlock>
</ComposedBlock>
<GraphicalElement ID="G1" HPOS="500" VPOS="40" WIDTH="2" HEIGHT="700"/>
<Illustration ID="I1" HPOS="520" VPOS="40" WIDTH="400" HEIGHT="300"/>
</PrintSpace></Page></Layout></alto>
"""


STORY = (
    "Nach langer Bauzeit wurde gestern die neue Donau-", "brücke mit einem Fest eröffnet, zu dem viele",
    "Menschen aus der Stadt gekommen waren. Der Bürger-", "meister durchschnitt das Band und sagte, dass der",
    "Bau nun nach vier Jahren vollendet sei. Am Nach-", "mittag fuhren die ersten Wagen über den Fluss, und",
    "am Abend gab es ein Feuerwerk.",
)  # fmt: skip
"""Lines of a column, three of which end in a hyphen."""


def alto_story() -> str:
    """An ALTO file of that column."""
    lines = ""
    for number, line in enumerate(STORY):
        x, y = 100.0, 100 + 25 * number
        words = line.split(" ")
        step = 480 / (len(line) if number < len(STORY) - 1 else 50)
        lines += f'<TextLine HPOS="100" VPOS="{y}" WIDTH="{step * len(line)}" HEIGHT="20">'
        for word in words:
            shown = word.removesuffix("-")
            wide = step * len(shown)
            lines += f'<String CONTENT="{shown}" HPOS="{x}" VPOS="{y}" WIDTH="{wide}" HEIGHT="18"/>'
            x += wide + step
            lines += "<SP/>" if word == shown and word != words[-1] else ""
            lines += '<HYP CONTENT="-"/>' if word != shown else ""
        lines += "</TextLine>"
    return (
        '<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Description><MeasurementUnit>pixel</MeasurementUnit>'
        '</Description><Layout><Page WIDTH="700" HEIGHT="400"><PrintSpace><TextBlock ID="B1">'
        f"{lines}</TextBlock></PrintSpace></Page></Layout></alto>"
    )


def page_xml(date: str = "2019-07-15", prefix: str = "") -> str:
    """A PAGE file of one of the versions: three regions, one in another, read in another order than they stand in."""
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/{date}">
<Metadata><Creator>test</Creator></Metadata>
<Page imageFilename="a.png" imageWidth="1000" imageHeight="800">
<ReadingOrder><OrderedGroup id="g"><RegionRefIndexed index="1" regionRef="r1"/>
 <UnorderedGroupIndexed index="0" id="u"><RegionRef regionRef="r2"/></UnorderedGroupIndexed></OrderedGroup>
   </ReadingOrder>
<TextRegion id="r1" type="paragraph"><Coords points="100,100 500,100 500,200 100,200"/>
 <TextLine id="l1"><Coords points="100,100 380,100 380,128 100,128"/><Baseline points="100,124 380,124"/>
  <Word id="w1"><Coords points="100,100 200,100 200,128 100,128"/><TextEquiv conf="0.9"><Unicode>市里的新桥</Unicode>
   </TextEquiv></Word>
  <Word id="w2"><Coords points="200,100 380,100 380,128 200,128"/>
   <TextEquiv conf="0.7"><Unicode>昨日通车人都高兴</Unicode>
   </TextEquiv></Word>
  <TextEquiv index="1"><Unicode>误读</Unicode></TextEquiv>
  <TextEquiv index="0" conf="0.8"><Unicode>市里的新桥昨日通车人都高兴</Unicode></TextEquiv></TextLine>
 <TextLine id="l2"><Coords points="100,140 200,140 200,168 100,168"/></TextLine>
 <TextRegion id="r3"><Coords points="100,200 300,200 300,240 100,240"/>
  <TextEquiv><Unicode>一行
二行</Unicode></TextEquiv></TextRegion></TextRegion>
<TextRegion id="r2" custom="readingOrder {{index:0;}} structure {{type:heading;}}">
   <Coords points="100,20 500,20 500,80 100,80"/>
 <TextLine id="l3" custom="readingOrder {{index:1;}}"><Coords points="100,50 300,50 300,80 100,80"/>
  <TextEquiv><Unicode>The second line</Unicode></TextEquiv></TextLine>
 <TextLine id="l4" custom="readingOrder {{index:0;}}"><Coords points="100,20 300,20 300,50 100,50"/>
  <TextEquiv><Unicode>The first line</Unicode></TextEquiv></TextLine></TextRegion>
<SeparatorRegion id="s1"><Coords points="500,0 504,0 504,800 500,800"/></SeparatorRegion>
<ImageRegion id="i1"><Coords points="600,0 900,0 900,300 600,300"/></ImageRegion>
<TableRegion id="t1"><Coords points="600,400 900,400 900,500 600,500"/>
 <TableCell id="c1" row="0" col="0"><Coords points="600,400 700,400 700,430 600,430"/>
  <TextLine id="l5"><Coords points="600,400 700,400 700,430 600,430"/><TextEquiv><Unicode>1938</Unicode></TextEquiv>
   </TextLine>
 </TableCell></TableRegion>
<TextRegion id="r4" readingDirection="top-to-bottom"><Coords points="930,100 960,100 960,250 930,250"/>
 <TextLine id="l6"><Coords points="930,100 960,100 960,250 930,250"/><TextEquiv><Unicode>一月开门</Unicode></TextEquiv>
   </TextLine></TextRegion>
</Page></PcGts>
"""
    if prefix:
        text = text.replace("xmlns=", f"xmlns:{prefix}=").replace("</", f"</{prefix}:")
        for name in ("PcGts", "Metadata", "Creator", "Page", "ReadingOrder", "OrderedGroup", "RegionRef", "Unordered"):
            text = text.replace(f"<{name}", f"<{prefix}:{name}")
        for name in ("TextRegion", "TextLine", "Coords", "Word", "TextEquiv", "Unicode", "Baseline", "SeparatorRegion"):
            text = text.replace(f"<{name}", f"<{prefix}:{name}")
        for name in ("ImageRegion", "TableRegion", "TableCell"):
            text = text.replace(f"<{name}", f"<{prefix}:{name}")
    return text


COLUMNS = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def tsv() -> str:
    """Two pages of Tesseract's TSV; the first has a rule, which Tesseract reads as a blank."""
    rows = [
        "1 1 0 0 0 0 0 0 1000 800 -1 ", "2 1 1 0 0 0 100 100 280 28 -1 ", "4 1 1 1 1 0 100 100 280 28 -1 ",
        "5 1 1 1 1 1 100 100 100 28 95.5 市里的新桥", "5 1 1 1 1 2 200 98 180 32 40 昨日通车人都高兴",
        "2 1 2 0 0 0 100 150 800 4 -1 ", "4 1 2 1 1 0 100 150 800 4 -1 ", "5 1 2 1 1 1 100 150 800 4 95  ",
        "4 1 3 1 1 0 100 200 160 20 -1 ", "5 1 3 1 1 1 100 200 70 20 90 Bridge", "5 1 3 1 1 2 180 200 80 20 90 opened",
        "1 2 0 0 0 0 0 0 500 400 -1 ", "4 2 1 1 1 0 10 10 100 20 -1 ", "5 2 1 1 1 1 10 10 100 20 90 Ende",
    ]  # fmt: skip
    return COLUMNS + "".join("\t".join(row.split(" ", 11)) + "\n" for row in rows)


def quad(x: float, y: float, wide: float, high: float) -> list[list[float]]:
    """Four corners, as the engines give them."""
    return [[x, y], [x + wide, y], [x + wide, y + high], [x, y + high]]
