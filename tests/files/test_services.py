"""Holding, attaching, removing: who may, and what stays."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from renda.files import queries, services
from renda.files.enums import FileState
from renda.files.errors import Refused
from renda.files.models import File
from renda.kernel import time
from renda.kernel.actor import PUBLIC
from renda.kernel.errors import Conflict, Invalid, Missing, NotAllowed, TooMany
from renda.proceedings.enums import Visibility
from renda.proceedings.models import Proceeding
from renda.records.models import Entry
from renda.records.queries import problems
from tests.factories import make_file
from tests.files import samples
from tests.proposals import journeys

pytestmark = pytest.mark.django_db


def kept_files(tmp_path) -> list[str]:
    return [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def attached(play, proceeding=None, actor=None, **values) -> File:
    proceeding = proceeding or journeys.registered(play)
    actor = actor or play.deputy
    return make_file(actor=actor, owner_kind="suggestion", owner_id=proceeding.pk, **values)


def test_an_upload_is_held_for_its_seat_alone(tmp_path) -> None:
    play = journeys.cast()

    file = make_file(actor=play.deputy, name="../现\0场.txt", content="站台".encode())

    assert (file.name, file.kind, file.size, file.state) == ("现场.txt", "txt", 6, FileState.HELD)
    assert queries.find(file.public_id, actor=play.deputy) == file
    with services.opened(file) as stored:
        assert stored.read() == "站台".encode()
    for stranger in (play.cosigner, play.clerk, journeys.cast().deputy, PUBLIC):
        with pytest.raises(Missing):
            queries.find(file.public_id, actor=stranger)


def test_the_store_is_private_and_its_keys_are_random(tmp_path) -> None:
    file = make_file(actor=journeys.cast().deputy)

    [path] = kept_files(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
    assert file.name not in file.key


@pytest.mark.parametrize("what", ["program", "zip bomb", "docx with macro", "pdf with script"])
def test_a_refused_upload_writes_nothing(what: str, tmp_path) -> None:
    play = journeys.cast()
    name, content = samples.evil()[what]

    with pytest.raises(Refused):
        services.hold(SimpleUploadedFile(name, content), actor=play.deputy)

    assert File.objects.count() == 0
    assert kept_files(tmp_path) == []


def test_a_seat_that_hoards_is_stopped(settings) -> None:
    settings.FILES_HELD = 2
    play = journeys.cast()
    make_file(actor=play.deputy)
    make_file(actor=play.deputy)

    with pytest.raises(TooMany):
        make_file(actor=play.deputy)
    make_file(actor=play.cosigner)


def test_a_full_disk_is_told_and_nothing_is_kept(monkeypatch) -> None:
    play = journeys.cast()

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(services.store()), "_save", full)

    with pytest.raises(Refused, match="later"):
        make_file(actor=play.deputy)
    assert File.objects.count() == 0


def test_the_public_may_not_upload() -> None:
    with pytest.raises(NotAllowed):
        services.hold(SimpleUploadedFile("a.txt", b"a"), actor=PUBLIC)


def test_attaching_lets_those_see_it_who_see_the_owner() -> None:
    play = journeys.cast()
    proceeding = journeys.registered(play)

    file = attached(play, proceeding)

    for actor in (play.deputy, play.clerk, play.head):
        assert queries.find(file.public_id, actor=actor) == file
        assert list(queries.files(actor)) == [file]
    other = journeys.cast()
    for actor in (play.handler, other.clerk, other.head, PUBLIC):
        with pytest.raises(Missing):
            queries.find(file.public_id, actor=actor)
        assert list(queries.files(actor)) == []


def test_settling_keeps_exactly_the_listed_ones_and_leaves_tombstones(
    tmp_path, django_capture_on_commit_callbacks
) -> None:
    play = journeys.cast()
    proceeding = journeys.drafted(play)
    first = attached(play, proceeding, name="一.txt", content=b"one")
    second = make_file(actor=play.deputy, name="二.txt", content=b"two")
    owner = ("suggestion", proceeding.pk)

    with django_capture_on_commit_callbacks(execute=True):
        services.settle(
            owner, ids=[second.public_id], actor=play.deputy, congress_id=play.congress.pk
        )

    shown = queries.shown(*owner[:1], [proceeding.pk], actor=play.deputy)
    assert (shown.files, shown.removed) == ([second], [first])
    assert [path.read_bytes() for path in kept_files(tmp_path)] == [b"two"]
    with pytest.raises(Missing):
        queries.find(first.public_id, actor=play.deputy)
    entries = Entry.objects.filter(subject=f"file:{first.pk}").order_by("id")
    assert [entry.verb for entry in entries] == ["file.attached", "file.removed"]
    assert entries[1].facts["sha256"] == first.sha256


def test_settling_the_same_again_changes_nothing() -> None:
    play = journeys.cast()
    file = attached(play)
    entries = Entry.objects.count()

    services.settle(
        ("suggestion", file.owner_id),
        ids=[file.public_id, file.public_id],
        actor=play.deputy,
        congress_id=play.congress.pk,
    )

    assert Entry.objects.count() == entries


@pytest.mark.parametrize("whose", ["another seat", "another matter", "nobody", "removed"])
def test_nobody_attaches_what_is_not_his(whose: str) -> None:
    play = journeys.cast()
    proceeding = journeys.drafted(play)
    ids = {
        "another seat": lambda: make_file(actor=play.cosigner).public_id,
        "another matter": lambda: attached(play).public_id,
        "nobody": uuid.uuid4,
        "removed": lambda: (
            services.remove(
                attached(play, journeys.registered(play)), actor=play.clerk, reason="误传"
            ).public_id
        ),
    }[whose]()
    mine = make_file(actor=play.deputy)

    with pytest.raises(Invalid) as refusal:
        services.settle(
            ("suggestion", proceeding.pk),
            ids=[mine.public_id, ids],
            actor=play.deputy,
            congress_id=play.congress.pk,
        )

    assert list(refusal.value.fields) == ["files"]
    mine.refresh_from_db()
    assert mine.state == FileState.HELD


def test_too_many_files_are_refused(settings) -> None:
    settings.FILES_COUNT = 1
    play = journeys.cast()
    proceeding = journeys.drafted(play)
    files = [make_file(actor=play.deputy), make_file(actor=play.deputy)]

    with pytest.raises(Invalid, match="At most 1"):
        services.settle(
            ("suggestion", proceeding.pk),
            ids=[file.public_id for file in files],
            actor=play.deputy,
            congress_id=play.congress.pk,
        )


def test_the_office_removes_with_a_reason_once() -> None:
    play = journeys.cast()
    file = attached(play)

    with pytest.raises(NotAllowed):
        services.remove(file, actor=play.deputy, reason="误传")
    with pytest.raises(Invalid):
        services.remove(file, actor=play.clerk, reason=" ")
    services.remove(file, actor=play.clerk, reason="含有个人信息")
    with pytest.raises(Conflict):
        services.remove(file, actor=play.second_clerk, reason="误传")

    file.refresh_from_db()
    assert (file.state, file.removed_by, file.removed_reason) == (
        "removed",
        "许文静",
        "含有个人信息",
    )
    assert list(problems(lambda done, total: None)) == []


def test_public_is_what_is_marked_and_published() -> None:
    play = journeys.cast()
    file = attached(play)

    with pytest.raises(NotAllowed):
        services.set_public(file, actor=play.head, is_public=True)
    Proceeding.objects.filter(pk=file.owner_id).update(visibility=Visibility.PUBLIC)
    with pytest.raises(Missing):
        queries.find(file.public_id, actor=PUBLIC)
    with pytest.raises(NotAllowed):
        services.set_public(file, actor=play.deputy, is_public=True)
    services.set_public(file, actor=play.head, is_public=True)
    assert queries.find(file.public_id, actor=PUBLIC) == file
    Proceeding.objects.filter(pk=file.owner_id).update(visibility=Visibility.INTERNAL)
    with pytest.raises(Missing):
        queries.find(file.public_id, actor=PUBLIC)


def test_what_was_never_sent_goes_after_a_week(
    tmp_path, time_machine_at, django_capture_on_commit_callbacks
) -> None:
    play = journeys.cast()
    old, kept = make_file(actor=play.deputy), attached(play)
    time_machine_at((time.now() + timedelta(days=8)).isoformat())
    new = make_file(actor=play.deputy)

    with django_capture_on_commit_callbacks(execute=True):
        assert services.clear_held() == 1

    assert list(File.objects.order_by("id")) == [kept, new]
    assert not services.store().exists(old.key)
    assert len(kept_files(tmp_path)) == 2


def test_a_reply_s_files_are_seen_with_the_reply(django_assert_num_queries) -> None:
    play = journeys.cast()
    scan = make_file(actor=play.handler, name="盖章.pdf", content=samples.pdf())
    facts = journeys.reply_facts(files=[scan.public_id])

    proceeding = journeys.confirming(play, reply=facts)

    assert queries.find(scan.public_id, actor=play.signer) == scan
    with pytest.raises(Missing):
        queries.find(scan.public_id, actor=play.deputy)
    from renda.matters import facts as shared

    journeys.take(
        proceeding, "confirm_class", play.handling, shared.ConfirmClass(outcome_class="A")
    )
    with pytest.raises(Missing):  # delivered, but not opened yet
        queries.find(scan.public_id, actor=play.deputy)
    journeys.take(proceeding, "open_reply", play.deputy)
    assert queries.find(scan.public_id, actor=play.deputy) == scan


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_a_page_costs_the_same_for_any_number(count, django_assert_num_queries) -> None:
    play = journeys.cast()
    proceeding = journeys.registered(play)
    ids = [make_file(actor=play.deputy).public_id for _n in range(count)]
    services.settle(
        ("suggestion", proceeding.pk), ids=ids, actor=play.deputy, congress_id=play.congress.pk
    )

    with django_assert_num_queries(1):
        assert len(queries.shown("suggestion", [proceeding.pk], actor=play.clerk).files) == count
    with django_assert_num_queries(3):
        assert len(queries.listed([str(each) for each in ids], actor=play.deputy)) == count
