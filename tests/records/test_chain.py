"""The chained record: it holds, and it says where it was tampered with."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from renda.kernel.actor import Actor
from renda.kernel.progress import silent
from renda.records import queries, rules, services, triggers
from renda.records.models import Checkpoint, Entry, Head, Record
from tests import factories

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
FACTS = st.dictionaries(st.text(max_size=8), st.one_of(st.integers(), st.text(max_size=20)))


def chain(length: int = 3) -> Actor:
    """A congress whose chain has so many links."""
    actor = factories.make_actor(congress=factories.make_congress())
    for number in range(length):
        services.note(
            f"person:{number}",
            verb="unmasked",
            congress_id=actor.congress_id,
            actor=actor,
            facts={"why": f"call {number}"},
        )
    return actor


def found() -> list[str]:
    return list(queries.problems(silent))


class tampering:  # noqa: N801 -- reads as a statement
    """Somebody with the database's password takes the triggers off, and puts them back."""

    def __enter__(self) -> None:
        triggers.remove()

    def __exit__(self, *error: object) -> None:
        triggers.install()


@given(FACTS, st.text(max_size=8))
def test_a_digest_depends_on_facts_and_salt_not_on_their_order(facts, salt) -> None:
    backwards = dict(reversed(facts.items()))

    assert rules.digest_of(facts, salt) == rules.digest_of(backwards, salt)
    assert rules.digest_of(facts, salt) != rules.digest_of(facts, salt + "x")
    assert rules.digest_of(facts, salt) != rules.digest_of({**facts, "one more": 1}, salt)


@pytest.mark.django_db
def test_an_untouched_chain_holds() -> None:
    chain()
    services.write_checkpoints()

    assert found() == []


@pytest.mark.django_db
def test_erasing_facts_with_their_salt_leaves_the_chain_whole() -> None:
    chain(1)

    Entry.objects.update(facts=None, salt="")

    assert found() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda: Entry.objects.filter(subject="person:1").update(facts={"why": "another"}),
            "link 2: the facts of entry {entry} were changed",
        ),
        (
            lambda: Entry.objects.filter(subject="person:1").update(actor_name="别人"),
            "link 2: the facts of entry {entry} were changed",
        ),
        (
            lambda: Entry.objects.filter(subject="person:1").update(verb="looked"),
            "link 2: entry {entry} was changed",
        ),
        (
            lambda: Entry.objects.filter(subject="person:1").update(at=NOON),
            "link 2: entry {entry} was changed",
        ),
        (
            lambda: Record.objects.filter(seq=2).update(at=NOON),
            "link 2: was changed",
        ),
    ],
    ids=["facts", "name", "verb", "time", "link"],
)
def test_a_changed_row_is_named(change, expected) -> None:
    actor = chain()
    entry = Entry.objects.get(subject="person:1")

    with tampering():
        change()

    assert found() == [f"congress {actor.congress_id}, {expected.format(entry=entry.pk)}"]


@pytest.mark.django_db
def test_a_removed_entry_and_a_removed_link_are_named() -> None:
    actor = chain()
    entry = Entry.objects.get(subject="person:1")
    where = f"congress {actor.congress_id}"

    with tampering():
        Entry.objects.filter(pk=entry.pk).delete()

    assert found() == [
        f"{where}, link 2: entry {entry.pk} is gone",
        f"{where}: 2 rows of entry, but 3 links to them",
    ]

    with tampering():
        Record.objects.filter(seq=2).delete()

    assert found() == [f"{where}, link 3: links 2 to 2 are missing"]


@pytest.mark.django_db(transaction=True)
def test_a_cut_tail_contradicts_the_file_outside_the_database() -> None:
    """Entries, links, head and checkpoints are all cut off together."""
    actor = chain()
    services.write_checkpoints()

    with tampering():
        last = Record.objects.get(seq=2)
        Record.objects.filter(seq=3).delete()
        Entry.objects.filter(subject="person:2").delete()
        Head.objects.update(seq=2, hash=last.hash)
        Checkpoint.objects.all().delete()

    where = f"congress {actor.congress_id}"
    assert found() == [f"{where}, filed at 3: the chain is not what it was then"]


@pytest.mark.django_db(transaction=True)
def test_a_checkpoint_cannot_be_made_without_the_key() -> None:
    actor = chain(1)
    services.write_checkpoints()
    path = Path(settings.CHECKPOINT_FILE)
    path.write_text(path.read_text()[:-5] + "0000\n")

    assert found() == [f"congress {actor.congress_id}, filed at 1: the seal is not ours"]


@pytest.mark.django_db(transaction=True)
def test_a_chain_that_did_not_move_is_not_sealed_again() -> None:
    chain(1)

    assert [services.write_checkpoints(), services.write_checkpoints()] == [1, 0]
    assert Path(settings.CHECKPOINT_FILE).read_text().count("\n") == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records_record SET digest = 'x'",
        "DELETE FROM records_record",
        "UPDATE records_entry SET actor_name = 'x'",
        "UPDATE records_entry SET facts = '{}'",
        "DELETE FROM records_entry",
    ],
)
def test_the_database_itself_refuses(statement) -> None:
    chain(1)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert found() == []


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
def test_postgresql_refuses_truncate() -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE records_record CASCADE")


@pytest.mark.django_db
def test_a_trigger_that_was_dropped_is_missed_and_put_back() -> None:
    drop = "DROP TRIGGER records_record_no_delete"
    drop += " ON records_record" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(drop)

    assert found() == [
        "the trigger records_record_no_delete is not there; renda upgrade puts it back"
    ]

    triggers.install()

    assert found() == []


@pytest.mark.django_db
def test_numbers_of_a_series_have_no_gaps_and_do_not_mix() -> None:
    first, second = factories.make_congress(), factories.make_congress()
    key = {"kind": "suggestion", "series": "", "year": 2026}

    numbers = [services.next_number(first.pk, **key) for _ in range(3)]

    assert numbers == [1, 2, 3]
    assert services.next_number(second.pk, **key) == 1
    assert services.next_number(first.pk, **{**key, "year": 2027}) == 1
