"""What is taken and what is refused: told by content, never by name."""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image

from renda.files.checks import inspect, names
from renda.files.errors import Refused
from renda.files.rules import limits
from tests.files import samples

GOOD = samples.good()
EVIL = samples.evil()


def look(name: str, content: bytes):
    return inspect(io.BytesIO(content), name=name, size=len(content), limits=limits())


@pytest.mark.parametrize("name", GOOD)
def test_each_kind_is_taken(name: str) -> None:
    found = look(name, GOOD[name])

    assert found.name == name
    assert found.kind == name.rsplit(".", 1)[1].lower().replace("jpeg", "jpg")


@pytest.mark.parametrize("what", EVIL)
def test_everything_else_is_refused_with_its_name_and_quickly(what: str) -> None:
    name, content = EVIL[what]
    began = time.process_time()

    with pytest.raises(Refused) as refusal:
        look(name, content)

    assert refusal.value.message.startswith(f"“{name}”")
    assert time.process_time() - began < 2


def test_the_corpus_is_large_enough() -> None:
    assert len(EVIL) >= 60


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_keeps_its_picture_and_nothing_else(form: str) -> None:
    ending = {"JPEG": "jpg"}.get(form, form.lower())
    original = samples.photo(form) + b"TRAILING-MARK" + samples.archive({"a": "b"})
    assert b"CAMERA-MAKER" in original

    kept = look(f"a.{ending}", original).content.read()

    marks = [b"CAMERA", b"GPS", b"COMMENT-MARK", b"PROFILE-MARK", b"TRAILING-MARK", b"Exif", b"PK"]
    assert [mark for mark in marks if mark in kept] == []
    with Image.open(io.BytesIO(kept)) as picture:
        # Orientation 6 is a quarter turn: it is in the pixels now.
        assert picture.size == (20, 40)
        assert dict(picture.getexif()) == {}


def test_transparency_is_kept() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(written, "PNG")

    with Image.open(look("a.png", written.getvalue()).content) as picture:
        assert picture.getpixel((0, 0)) == (0, 0, 0, 0)


@pytest.mark.parametrize("size", [(50_000, 50_000), (12_000, 12_000), (7000, 7000)])
def test_a_picture_with_too_many_pixels_is_refused_before_it_is_decoded(size) -> None:
    header = bytearray(samples.image("PNG"))
    header[16:24] = size[0].to_bytes(4) + size[1].to_bytes(4)
    import zlib

    header[29:33] = zlib.crc32(bytes(header[12:29])).to_bytes(4)

    with pytest.raises(Refused, match="pixels"):
        look("a.png", bytes(header))


def test_a_large_telephone_photo_is_halved() -> None:
    content = samples.image(size=(8000, 6000), quality=10)

    with Image.open(look("a.jpg", content).content) as picture:
        assert picture.size == (4000, 3000)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("答复.pdf", "答复.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\答复.pdf", "答复.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("gpj.\u202efdp.exe", "gpj.fdp.exe"),
        ("𠮷野家㐂.pdf", "𠮷野家㐂.pdf"),
        ("公交😀.jpg", "公交😀.jpg"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("CON.txt", "_CON.txt"),
        ("  .. ", "file"),
        ("", "file"),
        ("é".encode().decode() + ".txt", "é.txt"),
        ("长" * 255 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_names_lose_what_deceives_and_keep_rare_characters(given: str, expected: str) -> None:
    assert names.cleaned(given) == expected


def test_sizes_are_limited_by_kind(settings) -> None:
    settings.FILES_PHOTO_MIB = 0

    with pytest.raises(Refused, match="larger than 0 MB"):
        look("a.jpg", samples.image())
    assert look("a.pdf", samples.pdf()).kind == "pdf"
