"""Files for tests, good and evil, made on the spot."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pikepdf
from PIL import Image

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Override PartName="/main.xml" ContentType="{main}"/></Types>'
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def image(form: str = "JPEG", *, size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    """A small picture."""
    written = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(written, form, **options)
    return written.getvalue()


def photo(form: str = "JPEG") -> bytes:
    """A photo turned by 90°, with place, camera, comment and a profile."""
    picture = Image.new("RGB", (40, 20), (200, 30, 30))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "CAMERA-MAKER"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 40.0, 1.0), 29: "GPS-DAY-MARK"})
    written = io.BytesIO()
    options: dict[str, Any] = {"exif": exif, "icc_profile": b"PROFILE-MARK" * 12}
    if form == "JPEG":
        options["comment"] = b"COMMENT-MARK"
    picture.save(written, form, **options)
    return written.getvalue()


def pdf(change: Any = None, **options: Any) -> bytes:
    """A PDF of one page; ``change`` may do something to it first."""
    document = pikepdf.new()
    document.add_blank_page()
    if change is not None:
        change(document)
    written = io.BytesIO()
    document.save(written, **options)
    return written.getvalue()


def archive(parts: dict[str, str | bytes], *, stored: bool = False) -> bytes:
    """A zip."""
    written = io.BytesIO()
    how = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(written, "w", how) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return written.getvalue()


def office(main: str = WORD, **parts: str | bytes) -> bytes:
    """An office document; extra parts by their path."""
    return archive(
        {"[Content_Types].xml": TYPES.format(main=main), "main.xml": "<w:document/>", **parts}
    )


def external(kind: str) -> str:
    """A relationship to another place."""
    return (
        f'<Relationships xmlns="{RELS}"><Relationship Id="r1" Type="http://x/{kind}" '
        'Target="http://evil.example/x" TargetMode="External"/></Relationships>'
    )


def _javascript(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
    )


def _nested_javascript(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.AA = pikepdf.Dictionary(
        O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1"))
    )


def _launch(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")


def _attachment(document: pikepdf.Pdf) -> None:
    document.attachments["evil.exe"] = b"MZ"


def _xfa(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.String("x"), Fields=[])


def _pages(document: pikepdf.Pdf) -> None:
    for _n in range(500):
        document.add_blank_page()


def good() -> dict[str, bytes]:
    """One of each kind that is taken."""
    return {
        "现场.jpg": image(),
        "现场.JPEG": image(),
        "截图.png": image("PNG"),
        "图.webp": image("WEBP"),
        "答复函（盖章）.pdf": pdf(),
        "方案.docx": office(),
        "表.xlsx": office(SHEET),
        "汇报.pptx": office(SLIDES),
        "链接.docx": office(**{"_rels/.rels": external("hyperlink")}),
        "说明.txt": "柳溪路站台没有座椅。\n".encode(),
        "旧说明.txt": "柳溪路站台没有座椅。".encode("gb18030"),
    }


def evil() -> dict[str, tuple[str, bytes]]:
    """What each one is, its name, its bytes."""
    zip_bomb = office(**{"big.xml": b"0" * 5_000_000})
    many = office(**{f"p/{n}.xml": "" for n in range(1001)})
    return {
        "empty": ("空.pdf", b""),
        "program": ("安装.exe", b"MZ\x90\0" + b"\0" * 100),
        "program as pdf": ("安装.pdf", b"MZ\x90\0" + b"\0" * 100),
        "linux program": ("a.txt", b"\x7fELF\x02\x01"),
        "shell script": ("a.txt", b"#!/bin/sh\nrm -rf /\n"),
        "page": ("a.html", b"<html><script>alert(1)</script></html>"),
        "page as text": ("a.txt", b"<!DOCTYPE html><html></html>"),
        "page as photo": ("a.jpg", b"<html></html>"),
        "svg": ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
        "svg as png": ("a.png", b"<svg><script/></svg>"),
        "svg as text": ("a.txt", b"<svg onload=alert(1)>"),
        "xml": ("a.xml", b"<?xml version='1.0'?><a/>"),
        "gif": ("a.gif", image("GIF")),
        "gif and script": ("a.gif", b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)"),
        "gif as jpg": ("a.jpg", image("GIF")),
        "bmp": ("a.bmp", image("BMP")),
        "tiff": ("a.tiff", image("TIFF")),
        "png as jpg": ("a.jpg", image("PNG")),
        "jpg as pdf": ("a.pdf", image()),
        "pdf as docx": ("a.docx", pdf()),
        "docx as xlsx": ("a.xlsx", office()),
        "docx as zip": ("a.zip", office()),
        "zip": ("a.zip", archive({"a.txt": "a"})),
        "zip as docx": ("a.docx", archive({"a.txt": "a"})),
        "rar": ("a.rar", b"Rar!\x1a\x07\x01\x00" + b"\0" * 50),
        "7z": ("a.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 50),
        "gzip": ("a.gz", b"\x1f\x8b\x08\0" + b"\0" * 50),
        "old word": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        "old word as docx": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        "rich text": ("a.rtf", b"{\\rtf1 x}"),
        "heic": ("a.heic", b"\0\0\0\x18ftypheic" + b"\0" * 50),
        "heic as jpg": ("a.jpg", b"\0\0\0\x18ftypheic" + b"\0" * 50),
        "no ending": ("a", pdf()),
        "two endings": ("a.pdf.exe", pdf()),
        "binary text": ("a.txt", b"abc\0def"),
        "text with overrides": ("a.txt", "付款\u202egpj.exe".encode()),
        "cut photo": ("a.jpg", image(size=(400, 400))[:600]),
        "cut png": ("a.png", image("PNG", size=(400, 400))[:60]),
        "cut pdf": ("a.pdf", pdf()[:200]),
        "cut docx": ("a.docx", office()[:-30]),
        "pdf and zip": ("a.pdf", pdf() + archive({"x": "y"})),
        "pdf and page": ("a.pdf", pdf() + b"<html><script>1</script></html>"),
        "page before pdf": ("a.pdf", b"<html>" + pdf()),
        "pdf with script": ("a.pdf", pdf(_javascript)),
        "pdf with nested script": ("a.pdf", pdf(_nested_javascript)),
        "pdf with packed script": (
            "a.pdf",
            pdf(_javascript, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        ),
        "pdf that starts a program": ("a.pdf", pdf(_launch)),
        "pdf with a file": ("a.pdf", pdf(_attachment)),
        "pdf with xfa": ("a.pdf", pdf(_xfa)),
        "pdf of 501 pages": ("a.pdf", pdf(_pages)),
        "pdf with password": (
            "a.pdf",
            pdf(encryption=pikepdf.Encryption(owner="o", user="u")),
        ),
        "pdf with owner password": (
            "a.pdf",
            pdf(encryption=pikepdf.Encryption(owner="o", user="")),
        ),
        "docx with macro": ("a.docx", office(**{"word/vbaProject.bin": b"x"})),
        "docm as docx": ("a.docx", office(MACRO)),
        "docm": ("a.docm", office(MACRO)),
        "zip bomb": ("a.docx", zip_bomb),
        "many entries": ("a.docx", many),
        "zip in docx": ("a.docx", office(**{"word/a.bin": archive({"x": "y"})})),
        "docx in docx": ("a.docx", office(**{"word/embeddings/b.docx": b"x"})),
        "program in docx": ("a.docx", office(**{"word/media/a.png": b"MZ\x90"})),
        "zip slip": ("a.docx", office(**{"../../etc/passwd": "x"})),
        "absolute name": ("a.docx", office(**{"/etc/passwd": "x"})),
        "xxe": ("a.docx", office(**{"w.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///e">]>'})),
        "xxe in utf-16": ("a.docx", office(**{"w.xml": "<!DOCTYPE a []>".encode("utf-16")})),
        "xxe in rels": ("a.docx", office(**{"_rels/.rels": "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"})),
        "outside template": ("a.docx", office(**{"_rels/.rels": external("attachedTemplate")})),
        "outside picture": ("a.docx", office(**{"_rels/.rels": external("image")})),
        "linked sheet": ("a.xlsx", office(SHEET, **{"xl/externalLinks/e.xml": "<a/>"})),
        "ole object": ("a.docx", office(**{"word/embeddings/oleObject1.bin": b"x"})),
    }
