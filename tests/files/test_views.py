"""Fetching, marking, removing over HTTP; forms that keep their files."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import reverse

from renda.files.enums import FileState
from renda.files.intake import take_up
from renda.files.models import File
from renda.proposals.facts import Draft
from renda.proposals.forms import draft_form
from renda.proposals.services import open_draft, save_draft
from tests.factories import make_file, sign_in
from tests.files import samples
from tests.proposals import journeys

pytestmark = pytest.mark.django_db


def url(file: File, name: str = "fetch") -> str:
    return reverse(f"files:{name}", args=[file.public_id])


@pytest.fixture
def play():
    return journeys.cast()


@pytest.fixture
def file(play):
    proceeding = journeys.registered(play)
    return make_file(
        actor=play.deputy,
        name="现场 𠮷“照片”.jpg",
        content=samples.image(),
        owner_kind="suggestion",
        owner_id=proceeding.pk,
    )


def test_a_download_is_safe_whatever_it_holds(client, play, file) -> None:
    response = sign_in(client, seat=play.seats["clerk"]).get(url(file))

    assert response.status_code == 200
    assert len(b"".join(response.streaming_content)) == file.size == int(response["Content-Length"])
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E7%8E%B0%E5%9C%BA%20%F0%A0%AE%B7%E2%80%9C"
        "%E7%85%A7%E7%89%87%E2%80%9D.jpg"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"] == "private, no-store"


def test_only_photos_are_shown_in_a_page(client, play, file) -> None:
    sign_in(client, seat=play.seats["deputy"])
    text = make_file(actor=play.deputy)

    shown = client.get(url(file), {"show": "1"})
    assert shown["Content-Disposition"].startswith("inline")
    kept = client.get(url(text), {"show": "1"})
    assert kept["Content-Disposition"].startswith("attachment")
    for response in (shown, kept):
        assert b"".join(response.streaming_content)


@pytest.mark.parametrize("who", ["deputy", "clerk", "head", "presidium"])
def test_another_congress_gets_404(client, file, who) -> None:
    sign_in(client, seat=journeys.cast().seats[who])

    assert client.get(url(file)).status_code == 404
    assert client.post(url(file, "remove"), {"reason": "x"}).status_code == 404
    assert client.post(url(file, "mark"), {"public": "yes"}).status_code == 404


@pytest.mark.parametrize("who", ["cosigner", "handler", "handling", "signer"])
def test_who_has_no_part_in_the_matter_gets_404(client, play, file, who) -> None:
    assert sign_in(client, seat=play.seats[who]).get(url(file)).status_code == 404


def test_strangers_get_404_and_nothing_in_the_static_folder(client, file) -> None:
    assert client.get(url(file)).status_code == 404
    assert client.get(f"/static/{file.key}").status_code == 404
    assert client.get(f"/{file.key}").status_code == 404


def test_the_office_marks_and_removes_and_comes_back(client, play, file) -> None:
    sign_in(client, seat=play.seats["clerk"])

    response = client.post(url(file, "remove"), {"reason": "误传", "next": "/desk/"})

    assert (response.status_code, response["Location"]) == (302, "/desk/")
    file.refresh_from_db()
    assert file.state == FileState.REMOVED
    assert client.get(url(file)).status_code == 404


def test_nobody_is_sent_to_another_server(client, play, file) -> None:
    sign_in(client, seat=play.seats["clerk"])

    response = client.post(url(file, "mark"), {"public": "yes", "next": "https://evil.example/"})

    assert response["Location"] == "/"
    file.refresh_from_db()
    assert file.is_public is False


def test_get_changes_nothing(client, play, file) -> None:
    sign_in(client, seat=play.seats["clerk"])

    assert client.get(url(file, "remove")).status_code == 405
    assert client.get(url(file, "mark")).status_code == 405


# --- forms ---------------------------------------------------------------------------------------


def posted(**fields) -> HttpRequest:
    return RequestFactory().post("/", {"form": "suggestion", **fields})


def upload(name: str = "现场.txt", content: bytes = b"text") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def form_of(play, taken, proceeding=None):
    form = draft_form(play.deputy, proceeding, data=taken.data)
    taken.tell(form)
    return form


def test_an_upload_survives_an_error_elsewhere_in_the_form(play) -> None:
    taken = take_up(posted(title="短", files_new=upload()), actor=play.deputy)
    form = form_of(play, taken)

    assert list(form.errors) == ["title"]
    held = File.objects.get()
    assert f'<input type="hidden" name="files" value="{held.public_id}">' in str(form)

    again = take_up(posted(title=journeys.TITLE, files=str(held.public_id)), actor=play.deputy)
    form = form_of(play, again)
    assert form.is_valid()
    proceeding = open_draft(actor=play.deputy, facts=form.facts)
    held.refresh_from_db()
    assert (held.state, held.owner_kind, held.owner_id) == (
        "attached",
        "suggestion",
        proceeding.pk,
    )
    assert draft_form(play.deputy, proceeding).initial["files"] == [str(held.public_id)]


def test_a_refused_file_is_told_at_the_field_and_the_good_one_is_kept(play) -> None:
    request = posted(
        title=journeys.TITLE, files_new=[upload("a.exe", b"MZ\0"), upload("b.txt", b"good")]
    )

    form = form_of(play, take_up(request, actor=play.deputy))

    assert list(form.errors) == ["files"]
    assert form.errors["files"][0].startswith("“a.exe” cannot be taken.")
    assert [file.name for file in File.objects.all()] == ["b.txt"]
    assert "b.txt" in str(form)


def test_adding_and_removing_does_not_ask_for_the_rest(play) -> None:
    taken = take_up(posted(title="", files_new=upload(), _files_upload="1"), actor=play.deputy)

    assert taken.stays
    assert form_of(play, taken).errors == {}

    held = File.objects.get()
    request = posted(title="", files=str(held.public_id), _files_remove=str(held.public_id))
    taken = take_up(request, actor=play.deputy)
    assert (taken.stays, taken.data.getlist("files")) == (True, [])
    assert File.objects.count() == 0


def test_removing_from_a_kept_draft_takes_effect_with_saving(play) -> None:
    file = make_file(actor=play.deputy)
    proceeding = open_draft(
        actor=play.deputy, facts=Draft(title=journeys.TITLE, files=[file.public_id])
    )
    request = posted(
        title=journeys.TITLE, files=str(file.public_id), _files_remove=str(file.public_id)
    )

    taken = take_up(request, actor=play.deputy)
    file.refresh_from_db()
    assert file.state == FileState.ATTACHED
    form = form_of(play, taken, proceeding)
    save_draft(proceeding, actor=play.deputy, facts=draft_facts(form))

    file.refresh_from_db()
    assert file.state == FileState.REMOVED


def draft_facts(form):
    assert form.is_valid()
    return form.facts


@pytest.mark.parametrize("given", ["not-a-number", "'; drop table", "\x00"])
def test_a_made_up_id_is_an_error_at_the_field(play, given) -> None:
    form = form_of(play, take_up(posted(title=journeys.TITLE, files=given), actor=play.deputy))

    assert list(form.errors) == ["files"]


def test_a_stranger_s_id_shows_nothing_of_his_file(play) -> None:
    other = make_file(actor=journeys.cast().deputy, name="秘密名.txt")

    form = form_of(
        play, take_up(posted(title=journeys.TITLE, files=str(other.public_id)), actor=play.deputy)
    )

    assert "秘密名" not in str(form)


# --- 100 MB --------------------------------------------------------------------------------------


class Endless(io.RawIOBase):
    """A body whose middle is nulls that nobody ever holds in memory."""

    def __init__(self, head: bytes, nulls: int, tail: bytes) -> None:
        self.parts = [head, nulls, tail]
        self.size = len(head) + nulls + len(tail)

    def read(self, size: int = -1) -> bytes:
        assert 0 <= size <= 1024 * 1024
        while self.parts:
            part = self.parts[0]
            if isinstance(part, int):
                taken = min(size, part)
                self.parts[0] = part - taken
                if taken:
                    return b"\0" * taken
            elif part:
                self.parts[0] = part[size:]
                return part[:size]
            self.parts.pop(0)
        return b""


@pytest.mark.parametrize("megabytes", [25, 100])
def test_what_is_too_large_is_dropped_while_it_arrives(play, megabytes, monkeypatch) -> None:
    import tracemalloc

    head = (
        '--b\r\nContent-Disposition: form-data; name="form"\r\n\r\nsuggestion\r\n'
        '--b\r\nContent-Disposition: form-data; name="files_new"; filename="大.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    ).encode()
    tail = (
        f'\r\n--b\r\nContent-Disposition: form-data; name="title"\r\n\r\n{journeys.TITLE}'
        "\r\n--b--\r\n"
    ).encode()
    body = Endless(head, megabytes * 1024 * 1024, tail)
    request = RequestFactory().post("/")
    request.META |= {
        "CONTENT_TYPE": "multipart/form-data; boundary=b",
        "CONTENT_LENGTH": str(body.size),
    }
    from django.core.handlers.wsgi import LimitedStream, WSGIRequest

    request = WSGIRequest({**request.META, "wsgi.input": body})
    assert isinstance(request._stream, LimitedStream)

    tracemalloc.start()
    taken = take_up(request, actor=play.deputy)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    form = form_of(play, taken)
    assert form.errors == {"files": ["“大.pdf” is larger than 20 MB. Make it smaller or split it."]}
    assert form["title"].value() == journeys.TITLE
    assert peak < 8 * 1024 * 1024
    assert File.objects.count() == 0
