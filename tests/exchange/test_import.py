"""Importing: checked whole, all or nothing, nothing twice."""

from __future__ import annotations

import io
import random
import time as clock
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from renda.congresses.models import Body
from renda.exchange import services
from renda.exchange.errors import BadFile, NotWaiting
from renda.exchange.models import ImportKey, ImportRun
from renda.jobs.services import work_off
from renda.kernel.actor import system
from renda.kernel.errors import NotAllowed
from renda.kernel.progress import silent
from renda.matters.facts import Progress
from renda.matters.models import Assignment
from renda.people.models import Person
from renda.proceedings.models import Event, Proceeding
from renda.proceedings.services import take_step
from renda.proposals.models import Suggestion
from renda.records.models import Record
from renda.records.queries import problems
from tests import factories

REAL = Path("/work/shared/data/suggestions_county_2017.tsv")
HEAD = ["案号", "案别", "案由", "性质类别", "主办单位", "协办单位", "类别标记"]


def good(number: int, **cells: str) -> list[str]:
    row = {
        "案号": str(number),
        "案别": "建议",
        "案由": f"关于完善第{number}号道路照明的建议",
        "性质类别": "城建环保",
        "主办单位": "市住建局",
        "协办单位": "市公安局;宗汉街道",
        "类别标记": "",
    } | cells
    return [row[name] for name in HEAD]


def listing(*rows: list[str], encoding: str = "utf-8") -> bytes:
    return factories.table_file(rows=[HEAD, *rows], encoding=encoding)


def take(tmp_path: Path, data: bytes, *, congress: object, dry_run: bool = False, name: str = ""):
    file = tmp_path / (name or "list_2017.tsv")
    file.write_bytes(data)
    return services.import_file(
        "suggestions", file, congress=congress, actor=system(congress.pk), dry_run=dry_run
    )


def written() -> tuple[int, ...]:
    return tuple(
        each.objects.count() for each in (Proceeding, Body, Person, Record, ImportKey, Assignment)
    )


@pytest.mark.skipif(not REAL.exists(), reason="the real list is not on this machine")
@pytest.mark.mechanism("A1")
@pytest.mark.django_db
def test_the_real_list_comes_in_whole_and_a_repeat_brings_nothing(tmp_path: Path) -> None:
    congress = factories.make_congress()
    actor = system(congress.pk)

    shown = services.import_file("suggestions", REAL, congress=congress, actor=actor)
    before = written()
    done = services.import_file("suggestions", REAL, congress=congress, actor=actor, dry_run=False)
    first = written()
    again = services.import_file("suggestions", REAL, congress=congress, actor=actor, dry_run=False)

    assert before == (0, 0, 0, 0, 0, 0)
    assert (shown.rows, shown.created, shown.known, shown.problems) == (200, 200, 0, [])
    assert (done.rows, done.created, done.known) == (200, 200, 0)
    assert done.to_create == shown.to_create
    assert len(done.to_create) == Body.objects.count() + 1
    assert (again.created, again.known, again.to_create) == (0, 200, [])
    assert written()[:3] == first[:3]
    assert written()[4:] == first[4:]
    classed = Suggestion.objects.exclude(outcome_class="").count()
    assert Proceeding.objects.filter(state="replied").count() == classed
    assert Proceeding.objects.filter(state="handling").count() == 200 - classed
    assert set(Event.objects.values_list("channel", flat=True)) == {"import"}
    assert set(Event.objects.values_list("stated_at", flat=True)) == {None}
    assert set(Proceeding.objects.values_list("year", flat=True)) == {2017}


@pytest.mark.django_db
def test_a_row_becomes_a_suggestion_with_its_units_and_no_invented_days(tmp_path: Path) -> None:
    congress = factories.make_congress()
    known = factories.make_body(congress=congress, name="市住房和城乡建设局", short_name="市住建局")

    take(tmp_path, listing(good(7, 类别标记="B")), congress=congress)

    proceeding = Proceeding.objects.select_related("suggestion").get()
    assert (proceeding.number, proceeding.state, proceeding.field) == (
        "2017导007",
        "replied",
        "urban",
    )
    assert (proceeding.visibility, proceeding.lead_body) == ("internal", known)
    assert (proceeding.suggestion.outcome_class, proceeding.suggestion.legacy_number) == ("B", "7")
    assert [(str(a.body), a.mode, a.state) for a in proceeding.assignments.all()] == [
        ("市住建局", "lead", "replied"),
        ("市公安局", "joint", "opinion_given"),
        ("宗汉街道", "joint", "opinion_given"),
    ]
    assert [a.received_at for a in proceeding.assignments.all()] == [None, None, None]
    assert proceeding.clocks.count() == 0
    assert proceeding.replies.count() == 0
    assert proceeding.parties.filter(relation="author").count() == 0
    assert Body.objects.get(name="宗汉街道").kind == "town_government"


@pytest.mark.django_db
def test_work_goes_on_with_what_was_imported(tmp_path: Path, client) -> None:
    congress = factories.make_congress()
    take(tmp_path, listing(good(7, 协办单位="")), congress=congress)
    proceeding = Proceeding.objects.get()
    handler = factories.make_seat(congress=congress, role="handler", body=proceeding.lead_body)
    clerk = factories.make_seat(congress=congress, role="office_clerk")

    for seat in (clerk, handler):
        factories.sign_in(client, seat=seat)
        page = client.get(reverse("proposals:detail", args=[proceeding.public_id]))
        assert page.status_code == 200
        assert "2017导007" in page.content.decode()
    facts = Progress(text="已完成现场踏勘,正在编制方案。")
    take_step(
        proceeding,
        "progress",
        actor=factories.actor_of(seat=handler),
        facts=facts,
        lane_row=proceeding.assignments.get().pk,
    )
    assert proceeding.events.count() == 2
    assert list(problems(silent)) == []


@pytest.mark.django_db
def test_given_days_and_deputies_are_kept(tmp_path: Path) -> None:
    term = factories.make_term()
    person = factories.make_person(congress=term.congress, name="王𠮷明")
    factories.make_mandate(person=person, term=term)
    head = [*HEAD, "领衔代表", "提出日期", "交办日期"]
    data = factories.table_file(
        rows=[head, [*good(1), "王𠮷明", "2017年2月28日", "2017-03-20"]], encoding="gb18030"
    )

    take(tmp_path, data, congress=term.congress)

    proceeding = Proceeding.objects.get()
    assert proceeding.lead_name == "王𠮷明"
    assert f"{proceeding.events.get().stated_at:%Y-%m-%d}" == "2017-02-28"
    assert [(c.name, str(c.started_on)) for c in proceeding.clocks.all()] == [
        ("reply", "2017-03-20")
    ]
    assert [p.addressee for p in proceeding.parties.filter(relation="author")] == [f"p{person.pk}"]
    assert not Person.objects.exclude(pk=person.pk).exists()


@pytest.mark.django_db
def test_messy_rows_are_told_one_by_one_and_nothing_is_written(tmp_path: Path) -> None:
    congress = factories.make_congress()
    data = listing(
        good(1),
        good(2, 主办单位=""),
        good(3, 案别="议案"),
        good(4, 案由="关于制定物业管理条例的议案"),
        good(5, 类别标记="E"),
        good(1, 案由="关于另一件事的建议"),
        good(6, 性质类别="农林"),
        good(7, 主办单位="市住建局;市公安局"),
        good(8, 协办单位="市住建局"),
        good(9, 案由=""),
    )

    outcome = take(tmp_path, data, congress=congress)

    assert [(p.line, p.column) for p in outcome.problems] == [
        (3, "主办单位"),
        (4, "案别"),
        (5, "案由"),
        (6, "类别标记"),
        (7, ""),
        (8, "性质类别"),
        (9, "主办单位"),
        (10, "协办单位"),
        (11, "案由"),
    ]
    assert all(
        p.message.endswith(("。", ".", "，", "")) and len(p.message) > 8 for p in outcome.problems
    )
    assert written() == (0, 0, 0, 0, 0, 0)


@pytest.mark.skipif(not REAL.exists(), reason="the real list is not on this machine")
@pytest.mark.django_db
def test_a_mutated_copy_of_the_real_list_is_refused_row_by_row(tmp_path: Path) -> None:
    congress = factories.make_congress()
    lines = [line.split("\t") for line in REAL.read_text("utf-8").splitlines()]
    spoil = random.Random(20170228)  # noqa: S311 -- the same rows every time
    bad = sorted(spoil.sample(range(1, len(lines)), 12))
    head = lines[0]
    for place, number in enumerate(bad):
        match place % 4:
            case 0:
                lines[number][head.index("主办单位")] = ""
            case 1:
                lines[number][head.index("案别")] = "议案、建议"
            case 2:
                lines[number][head.index("类别标记")] = "解决"
            case 3:
                lines[number][head.index("案号")] = lines[1 if number != 1 else 2][0]

    data = "\r\n".join("\t".join(line) for line in lines).encode("utf-16")
    outcome = take(tmp_path, data, congress=congress)

    assert sorted({p.line for p in outcome.problems}) == [number + 1 for number in bad]
    assert written() == (0, 0, 0, 0, 0, 0)


@pytest.mark.django_db
def test_three_bad_rows_of_ten_thousand_refuse_all_quickly(tmp_path: Path) -> None:
    congress = factories.make_congress()
    rows = [good(number) for number in range(1, 10_001)]
    rows[99], rows[4999], rows[9999] = good(100, 主办单位=""), good(5000, 类别标记="X"), good(1)

    began = clock.monotonic()
    outcome = take(tmp_path, listing(*rows), congress=congress)

    assert clock.monotonic() - began < 10
    assert [(p.line, p.column) for p in outcome.problems] == [
        (101, "主办单位"),
        (5001, "类别标记"),
        (10001, ""),
    ]
    assert written() == (0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("list.tsv", "案号\t案由\n1\t关于道路的建议".encode() + b"\n2\t\xff\xff\xff"),
        ("list.csv", b""),
        ("list.docx", b"PK"),
        ("list.xlsx", b"not a workbook"),
        ("list.csv", '案号,案由\n1,"关于'.encode()),
        ("list.csv", b"\x00\x00\x00"),
    ],
)
@pytest.mark.django_db
def test_an_unreadable_file_says_what_to_do(tmp_path: Path, name: str, data: bytes) -> None:
    congress = factories.make_congress()

    with pytest.raises(BadFile):
        take(tmp_path, data, congress=congress, name=name)

    assert written() == (0, 0, 0, 0, 0, 0)


@pytest.mark.django_db
def test_other_seats_and_other_congresses_import_nothing() -> None:
    congress, other = factories.make_congress(), factories.make_congress()
    data = listing(good(1))

    for actor in (
        factories.make_actor(congress=congress, role="auditor"),
        factories.make_actor(congress=other, role="administrator"),
    ):
        with pytest.raises(NotAllowed):
            services.check_file(
                "suggestions", name="a.tsv", data=data, congress=congress, actor=actor
            )

    assert ImportRun.objects.count() == 0


@pytest.mark.django_db
def test_two_congresses_import_the_same_list_apart(tmp_path: Path) -> None:
    first, second = factories.make_congress(), factories.make_congress()

    for congress in (first, second):
        assert take(tmp_path, listing(good(1)), congress=congress).created == 1

    assert sorted(Proceeding.objects.values_list("congress_id", flat=True)) == [
        first.pk,
        second.pk,
    ]


# --- through the page ---------------------------------------------------------------------------


def upload(client, data: bytes, name: str = "list_2017.tsv"):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("exchange:home"), {"what": "suggestions", "file": file})


@pytest.mark.django_db
def test_upload_preview_confirm_progress_report(client) -> None:
    seat = factories.make_seat(congress=factories.make_congress(), role="office_clerk")
    factories.sign_in(client, seat=seat)

    shown = client.get(upload(client, listing(good(1), good(2))).url).content.decode()
    run = ImportRun.objects.get()
    assert "市住建局" in shown
    assert (run.state, Proceeding.objects.count()) == ("ready", 0)

    client.post(reverse("exchange:confirm", args=[run.public_id]))
    run.refresh_from_db()
    assert (run.state, Proceeding.objects.count()) == ("queued", 0)
    assert "progress" in client.get(reverse("exchange:run", args=[run.public_id])).content.decode()

    work_off()
    run.refresh_from_db()
    assert (run.state, run.created, run.known, Proceeding.objects.count()) == ("done", 2, 0, 2)
    with pytest.raises(NotWaiting):
        services.confirm(run, actor=factories.actor_of(seat=seat))
    services.run_import(run.pk)
    assert Proceeding.objects.count() == 2
    assert list(problems(silent)) == []


@pytest.mark.django_db
def test_faulty_rows_come_back_as_a_sheet_that_can_be_uploaded_again(client) -> None:
    seat = factories.make_seat(congress=factories.make_congress(), role="administrator")
    factories.sign_in(client, seat=seat)
    upload(client, listing(good(1), good(2, 主办单位=""), good(3, 案由="=cmd|' /C calc'!A0")))
    run = ImportRun.objects.get()

    answer = client.get(reverse("exchange:faulty", args=[run.public_id]))
    sheet = load_workbook(io.BytesIO(b"".join(answer))).active

    assert run.state == "faulty"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][: len(HEAD)] == HEAD
    assert [row[0] for row in rows[1:]] == ["2"]
    assert {cell.data_type for row in sheet.iter_rows(max_col=7) for cell in row if cell.value} == {
        "s"
    }
    refused = client.post(reverse("exchange:confirm", args=[run.public_id]))
    run.refresh_from_db()
    assert (refused.status_code, run.state) == (302, "faulty")


@pytest.mark.django_db
def test_another_congress_and_other_roles_see_no_import(client) -> None:
    congress = factories.make_congress()
    factories.sign_in(client, seat=factories.make_seat(congress=congress, role="administrator"))
    upload(client, listing(good(1)))
    run = ImportRun.objects.get()
    pages = [reverse(f"exchange:{name}", args=[run.public_id]) for name in ("run", "faulty")]

    for seat in (
        factories.make_seat(congress=factories.make_congress(), role="administrator"),
        factories.make_seat(congress=congress, role="auditor"),
    ):
        factories.sign_in(client, seat=seat)
        assert [client.get(page).status_code for page in pages] == [404, 404]
        assert client.post(reverse("exchange:confirm", args=[run.public_id])).status_code == 404
    run.refresh_from_db()
    assert run.state == "ready"


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.django_db
def test_the_page_costs_the_same_for_any_number(client, count, django_assert_num_queries) -> None:
    factories.sign_in(
        client, seat=factories.make_seat(congress=factories.make_congress(), role="administrator")
    )
    for number in range(count):
        upload(client, listing(good(number + 1)))
    client.get(reverse("exchange:home"))

    with django_assert_num_queries(4):
        client.get(reverse("exchange:home"))


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_leaves_nothing_and_runs_again(client, monkeypatch) -> None:
    seat = factories.make_seat(congress=factories.make_congress(), role="office_head")
    factories.sign_in(client, seat=seat)
    upload(client, listing(good(1), good(2), good(3)))
    run = ImportRun.objects.get()
    services.confirm(run, actor=factories.actor_of(seat=seat))

    from renda.proposals.exchange import SuggestionBatch

    write = SuggestionBatch.write

    def killed(self, row):
        if row["number"] == "3":
            raise SystemExit
        return write(self, row)

    monkeypatch.setattr(SuggestionBatch, "write", killed)
    with pytest.raises(SystemExit):
        services.run_import(run.pk)
    assert (Proceeding.objects.count(), Body.objects.count(), ImportKey.objects.count()) == (
        0,
        0,
        0,
    )

    monkeypatch.setattr(SuggestionBatch, "write", write)
    services.run_import(run.pk)
    run.refresh_from_db()
    assert (run.state, Proceeding.objects.count()) == ("done", 3)
