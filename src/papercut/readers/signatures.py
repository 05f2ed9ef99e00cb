"""First bytes of files that are no text, as their formats' specifications give them: what they are, and the way out."""

from __future__ import annotations

PICTURE = "save it as PNG, JPEG or TIFF and give that"
EXPORT = "export its text and give that"
PDF = "open it in its program, print it to a PDF and give that"
UNPACK = "unpack it and give the pages in it"
NONE = "give the text, the PDF or a scan of a page"
OFFICE = "save it as a PDF or as plain text and give that"
PANDOC = "run pandoc -f {form} -t plain --wrap=none {name} | papercut clean"
DOCX, ODT = (f"{PANDOC.replace('{form}', form)}, or give its PDF" for form in ("docx", "odt"))
EPUB = PANDOC.replace("{form}", "epub")

SIGNATURES: tuple[tuple[int, bytes, str, str], ...] = (
    # offset, bytes, what it is, the way out
    (0, b"%PDF-", "a PDF", "give it with --from pdf"),
    (0, b"\x89PNG\r\n", "a PNG image", "give it with --from scan"),
    (0, b"\xff\xd8\xff", "a JPEG image", "give it with --from scan"),
    (0, b"GIF8", "a GIF image", "give it with --from scan"),
    (0, b"II*\x00", "a TIFF image", "give it with --from scan"),
    (0, b"MM\x00*", "a TIFF image", "give it with --from scan"),
    (0, b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 image", "give it with --from scan"),
    (0, b"\x00\x00\x00\x0cJXL ", "a JPEG XL image", PICTURE),
    (0, b"\xff\x0a", "a JPEG XL image", PICTURE),
    (0, b"8BPS", "a Photoshop image (PSD)", PICTURE),
    (0, b"8BPB", "a Photoshop image (PSB)", PICTURE),
    (0, b"II\xbc\x01", "a JPEG XR image", PICTURE),
    (0, b"BPG\xfb", "a BPG image", PICTURE),
    (0, b"\x00\x00\x01\x00", "an icon (ICO)", PICTURE),
    (0, b"gimp xcf", "a GIMP image (XCF)", PICTURE),
    (0, b"\xd7\xcd\xc6\x9a", "a Windows metafile (WMF)", PICTURE),
    (40, b" EMF", "a Windows metafile (EMF)", PICTURE),
    (128, b"DICM", "a DICOM image", PICTURE),
    (0, b"AT&TFORM", "a DjVu document", "run djvutxt {name} | papercut clean, or ddjvu -format=pdf {name} page.pdf"),
    (0, b"\xc5\xd0\xd3\xc6", "a PostScript file (EPS)", "run ps2pdf {name} page.pdf and give page.pdf"),
    (0, b"\x1b%-12345X@PJL", "a printer's job (PJL)", PDF),
    (0, b"\x1bE\x1b", "a printer's job (PCL)", PDF),
    (0, b"\xf7\x02\x01\x83\x92\xc0\x1c\x3b", "a DVI file of TeX", "run dvipdfmx {name} and give the PDF"),
    (0, b"CAJ\x00", "a CAJ document of CNKI", PDF),
    (0, b"KDH ", "a KDH document of CNKI", PDF),
    (0, b"Founder CEB", "a CEB document of Founder Apabi", PDF),
    (60, b"BOOKMOBI", "a Kindle book (MOBI)", "turn it into plain text with calibre's ebook-convert and give that"),
    (0, b"ITSF", "a help file (CHM)", EXPORT),
    (0, b"\x06\x06\xed\xf5\xd8\x1d\x46\xe5", "an InDesign document", PDF),
    (2, b"MMXPR3", "a QuarkXPress document", PDF),
    (2, b"IIXPR3", "a QuarkXPress document", PDF),
    (0, b"AC10", "an AutoCAD drawing (DWG)", PDF),
    (0, b"\xffWPC", "a WordPerfect document", OFFICE),
    (0, b"\xdb\xa5", "an old Word document", OFFICE),
    (0, b"HWP Document File", "a Hangul document (HWP)", OFFICE),
    (0, b"!BDN", "an Outlook mailbox (PST)", EXPORT),
    (0, b"\x28\xb5\x2f\xfd", "zstd data", "unpack it with zstd -d and give what comes out"),
    (0, b"\x1f\x8b", "gzip data", "run gzip -dc {name} | papercut clean"),
    (0, b"BZh", "bzip2 data", "run bzip2 -dc {name} | papercut clean"),
    (0, b"\xfd7zXZ\x00", "xz data", "run xz -dc {name} | papercut clean"),
    (0, b"\x04\x22\x4d\x18", "lz4 data", "unpack it with lz4 -d and give what comes out"),
    (0, b"\x1f\x9d", "compressed data (.Z)", "run gzip -dc {name} | papercut clean"),
    (0, b"LZIP", "lzip data", "unpack it with lzip -d and give what comes out"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (0, b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (0, b"MSCF", "a cabinet archive (CAB)", UNPACK),
    (2, b"-lh5-", "an LHA archive", UNPACK),
    (0, b"!<arch>\n", "an archive (ar or deb)", UNPACK),
    (0, b"\xed\xab\xee\xdb", "an RPM package", NONE),
    (257, b"ustar", "a tar archive", "papercut batch {name} -o out reads the pages in it"),
    (0, b"SQLite format 3\x00", "an SQLite database", EXPORT),
    (4, b"Standard Jet DB", "an Access database (MDB)", EXPORT),
    (4, b"Standard ACE DB", "an Access database (ACCDB)", EXPORT),
    (0, b"PAR1", "a Parquet table", EXPORT),
    (0, b"ARROW1", "an Arrow table", EXPORT),
    (0, b"\x89HDF\r\n\x1a\n", "HDF5 data", EXPORT),
    (0, b"\x93NUMPY", "a NumPy array", NONE),
    (0, b"\x80\x02}q", "pickled Python data", NONE),
    (0, b"\x80\x03}q", "pickled Python data", NONE),
    (0, b"\x80\x04\x95", "pickled Python data", NONE),
    (0, b"\x80\x05\x95", "pickled Python data", NONE),
    (0, b"ID3", "sound (MP3)", NONE),
    (0, b"\xff\xfb", "sound (MP3)", NONE),
    (0, b"OggS", "sound or video (Ogg)", NONE),
    (0, b"fLaC", "sound (FLAC)", NONE),
    (0, b"MThd", "music (MIDI)", NONE),
    (0, b"#!AMR", "sound (AMR)", NONE),
    (0, b"\x1a\x45\xdf\xa3", "video (Matroska or WebM)", NONE),
    (0, b"\x00\x00\x01\xba", "video (MPEG)", NONE),
    (0, b"\x00\x00\x01\xb3", "video (MPEG)", NONE),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "sound or video (Windows Media)", NONE),
    (0, b"FLV\x01", "video (Flash)", NONE),
    (0, b"CWS", "a Flash program", NONE),
    (0, b"FWS", "a Flash program", NONE),
    (0, b"\x00\x01\x00\x00\x00", "a font (TrueType)", NONE),
    (0, b"OTTO", "a font (OpenType)", NONE),
    (0, b"ttcf", "a font (TrueType collection)", NONE),
    (0, b"wOFF", "a font (WOFF)", NONE),
    (0, b"wOF2", "a font (WOFF2)", NONE),
    (0, b"\x7fELF", "a program (ELF executable)", NONE),
    (0, b"MZ", "a program (Windows executable)", NONE),
    (0, b"\xfe\xed\xfa\xce", "a program (Mach-O executable)", NONE),
    (0, b"\xfe\xed\xfa\xcf", "a program (Mach-O executable)", NONE),
    (0, b"\xcf\xfa\xed\xfe", "a program (Mach-O executable)", NONE),
    (0, b"\xce\xfa\xed\xfe", "a program (Mach-O executable)", NONE),
    (0, b"\xca\xfe\xba\xbe", "a program (Java class or Mach-O executable)", NONE),
    (0, b"\x00asm", "a program (WebAssembly)", NONE),
    (0, b"dex\n", "a program (Android)", NONE),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "a Windows shortcut (LNK)", "give the file that it points to"),
    (0, b"bplist00", "a property list", NONE),
    (0, b"\x00\x00\x00\x01Bud1", "a folder's settings (.DS_Store)", NONE),
    (32769, b"CD001", "a disk image (ISO)", UNPACK),
)

BRANDS: tuple[tuple[bytes, str, str], ...] = (
    # the kind that a file of the ISO base media format says it is
    (b"avi", "an AVIF image", "give it with --from scan"),
    (b"hei", "a HEIC image", "give it with --from scan"),
    (b"hev", "a HEIC image", "give it with --from scan"),
    (b"mif1", "a HEIC image", "give it with --from scan"),
    (b"msf1", "a HEIC image", "give it with --from scan"),
    (b"crx ", "a camera's raw image (CR3)", PICTURE),
    (b"M4A", "sound (M4A)", NONE),
    (b"qt  ", "video (QuickTime)", NONE),
    (b"", "video (MP4)", NONE),
)

RIFFS = {
    b"WAVE": ("sound (WAV)", NONE), b"AVI ": ("video (AVI)", NONE),
    b"WEBP": ("a WebP image", "give it with --from scan"),
    b"CDR": ("a CorelDRAW drawing", PDF), b"ACON": ("an animated cursor", NONE),
}  # fmt: skip
"""What a RIFF file holds."""

MEMBERS: tuple[tuple[str, str, str], ...] = (
    # names in a ZIP archive that is a document: how they begin
    ("word/", "a Word document (DOCX)", DOCX),
    ("xl/", "an Excel workbook (XLSX)", EXPORT),
    ("ppt/", "a PowerPoint presentation (PPTX)", OFFICE),
    ("visio/", "a Visio drawing (VSDX)", OFFICE),
    ("OFD.xml", "an OFD document", "turn it into a PDF and give that"),
    ("designmap.xml", "an InDesign document (IDML)", PDF),
    ("FixedDocSeq.fdseq", "an XPS document", "turn it into a PDF and give that"),
    ("FixedDocumentSequence.fdseq", "an XPS document", "turn it into a PDF and give that"),
    ("Index/Document.iwa", "an iWork document (Pages, Numbers or Keynote)", OFFICE),
    ("Contents/section0.xml", "a Hangul document (HWPX)", OFFICE),
    ("AndroidManifest.xml", "an Android program (APK)", NONE),
    ("META-INF/container.xml", "an EPUB book", EPUB),
    ("META-INF/MANIFEST.MF", "a Java archive (JAR)", NONE),
    ("META-INF/manifest.xml", "an OpenDocument file", OFFICE),
    ("[Content_Types].xml", "an Office document", OFFICE),
)

MIMETYPES = {
    "application/epub+zip": ("an EPUB book", EPUB),
    "application/vnd.oasis.opendocument.text": ("an OpenDocument text (ODT)", ODT),
    "application/vnd.oasis.opendocument.spreadsheet": ("an OpenDocument spreadsheet (ODS)", EXPORT),
    "application/vnd.oasis.opendocument.presentation": ("an OpenDocument presentation (ODP)", OFFICE),
    "application/vnd.oasis.opendocument": ("an OpenDocument file", OFFICE),
    "application/vnd.adobe.indesign-idml-package": ("an InDesign document (IDML)", PDF),
    "application/hwp+zip": ("a Hangul document (HWPX)", OFFICE),
}  # fmt: skip
"""What the first member of a ZIP archive says that it is, where it is a file `mimetype`."""

STREAMS: tuple[tuple[str, str, str], ...] = (
    # names in the directory of an old office document
    ("WordDocument", "a Word document (DOC)", OFFICE),
    ("Workbook", "an Excel workbook (XLS)", EXPORT),
    ("Book", "an Excel workbook (XLS)", EXPORT),
    ("PowerPoint Document", "a PowerPoint presentation (PPT)", OFFICE),
    ("HwpSummaryInformation", "a Hangul document (HWP)", OFFICE),
    ("Quill", "a Publisher document", OFFICE),
    ("__substg1.0_", "an Outlook message (MSG)", EXPORT),
    ("VisioDocument", "a Visio drawing (VSD)", OFFICE),
    ("Catalog", "a cache of thumbnails (Thumbs.db)", NONE),
)
