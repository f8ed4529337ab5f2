"""Files in the real pages: drafts, steps, the page of a suggestion."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from renda.files.models import File
from renda.matters.models import Reply
from renda.proceedings.models import Proceeding
from renda.proposals.letters import making
from tests.factories import make_file, sign_in
from tests.files import samples
from tests.proposals import journeys

pytestmark = pytest.mark.django_db


@pytest.fixture
def play():
    return journeys.cast()


def upload(name: str = "现场.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, samples.image())


def test_a_new_draft_keeps_its_photo_through_an_error(client, play) -> None:
    sign_in(client, seat=play.seats["deputy"])
    address = reverse("proposals:create")
    fields = {"form": "suggestion", "title": "短", "files_new": [upload(), upload("二.exe")]}

    response = client.post(address, fields)

    assert response.status_code == 422
    assert Proceeding.objects.count() == 0
    [held] = File.objects.all()
    page = response.content.decode()
    assert f'name="files" value="{held.public_id}"' in page
    assert "“二.exe”" in page
    assert 'enctype="multipart/form-data"' in page

    fields = {"form": "suggestion", "title": journeys.TITLE, "files": str(held.public_id)}
    assert client.post(address, fields).status_code == 302
    held.refresh_from_db()
    assert held.owner_id == Proceeding.objects.get().pk


def test_upload_and_remove_buttons_show_the_draft_again(client, play) -> None:
    proceeding = journeys.drafted(play)
    sign_in(client, seat=play.seats["deputy"])
    address = reverse("proposals:edit", args=[proceeding.public_id])

    response = client.post(address, {"title": "", "files_new": upload(), "_files_upload": "1"})
    assert response.status_code == 200
    assert response.context["form"].errors == {}
    [held] = File.objects.all()
    response = client.post(
        address, {"title": "", "files": str(held.public_id), "_files_remove": str(held.public_id)}
    )
    assert response.status_code == 200
    assert File.objects.count() == 0


def test_the_enter_key_sends_the_form_and_removes_nothing(client, play) -> None:
    proceeding = journeys.drafted(play)
    file = make_file(actor=play.deputy)
    sign_in(client, seat=play.seats["deputy"])
    address = reverse("proposals:edit", args=[proceeding.public_id])

    page = client.get(address).content.decode()
    fields = {
        "form": "suggestion",
        "title": journeys.TITLE,
        "files": str(file.public_id),
        "_seen": page.split('name="_seen" value="')[1].split('"')[0],
        "_files_upload": "1",
    }
    assert client.post(address, fields).status_code == 302
    file.refresh_from_db()
    assert file.state == "attached"
    page = client.get(address).content.decode()
    assert page.index("_files_upload") < page.index("_files_remove")


def step_url(proceeding, step: str) -> str:
    row = proceeding.assignments.get()
    return reverse("proceedings:step", args=[proceeding.public_id, step, row.pk])


def reply_fields(**more) -> dict:
    return {
        "outcome_class": "A",
        "text": "六个站台已经全部完成改造,加装了座椅、扶手和坡道,请代表视察。",
        "document_number": "清交函〔2026〕12号",
        **more,
    }


def test_a_reply_takes_its_enclosures_along(client, play) -> None:
    proceeding = journeys.contacted(play)
    sign_in(client, seat=play.seats["handler"])
    address = step_url(proceeding, "submit_reply")

    response = client.post(address, reply_fields(text="短", files_new=upload("站台.jpg")))
    assert response.status_code == 422
    [held] = File.objects.all()
    fields = reply_fields(files=str(held.public_id), files_new=upload("坡道.jpg"))
    response = client.post(address, fields)
    if response.status_code == 200:  # asked once more before it is sent
        page = response.content.decode()
        assert "站台.jpg" in page
        repeated = dict.fromkeys([name for name, _value in response.context["repeated"]])
        for name in repeated:
            repeated[name] = [v for n, v in response.context["repeated"] if n == name]
        response = client.post(address, {**repeated, "_sure": "1"})

    assert response.status_code == 302
    reply = Reply.objects.get()
    kept = File.objects.filter(owner_kind="reply", owner_id=reply.pk).order_by("id")
    assert [file.name for file in kept] == ["站台.jpg", "坡道.jpg"]


def test_a_saved_step_keeps_its_file(client, play) -> None:
    proceeding = journeys.contacted(play)
    sign_in(client, seat=play.seats["handler"])
    address = step_url(proceeding, "submit_reply")

    client.post(f"{address}draft/", {"text": "写了一半", "files_new": upload()})

    [held] = File.objects.all()
    page = client.get(address).content.decode()
    assert str(held.public_id) in page
    assert "写了一半" in page


def test_the_page_of_a_suggestion_shows_files_letters_and_forms(client, play) -> None:
    proceeding = journeys.replied(play)
    making.make(Reply.objects.get(), actor=play.clerk)
    make_file(actor=play.deputy, name="现场照.txt", owner_kind="suggestion", owner_id=proceeding.pk)
    address = reverse("proposals:detail", args=[proceeding.public_id])

    page = sign_in(client, seat=play.seats["clerk"]).get(address).content.decode()
    for words in ("现场照.txt", "make_letter", "paper/evaluation"):
        assert words.replace("make_letter", "/letters/") in page
    assert page.count("/files/") >= 3
    handler = sign_in(client, seat=play.seats["handler"]).get(address).content.decode()
    assert "paper/evaluation" not in handler
    assert "/remove/" not in handler
