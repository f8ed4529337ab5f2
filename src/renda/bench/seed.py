"""Many matters by set-based SQL: one real row of each table, made by the services, is multiplied.

A column that is not named keeps the value of the pattern row, so that the seed follows the tables
as they change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

from renda.access.models import Account, Seat
from renda.access.queries import actor_for
from renda.congresses.models import Body, Congress, Term
from renda.kernel import time
from renda.kernel.actor import Actor, body_token, congress_token, person_token
from renda.kernel.crypto import blind_index
from renda.kernel.progress import Report
from renda.matters.enums import Grade, Outcome
from renda.matters.facts import (
    Assign,
    ConfirmClass,
    Dispatch,
    Evaluate,
    Progress,
    Receive,
    SignReply,
    SubmitReply,
)
from renda.people.models import Mandate, Person
from renda.proceedings.facts import Facts, Nothing
from renda.proceedings.models import Event, Party, Proceeding
from renda.proceedings.procedure import binding_of
from renda.proceedings.services import take_step
from renda.proposals.enums import Field
from renda.proposals.facts import Draft, Register, SubmitDraft
from renda.proposals.models import Suggestion
from renda.proposals.services import open_draft
from renda.waiting.models import Waiting

CONGRESSES = 50
WAITING = 200
# Matters of one congress stand this many to a day.
PER_DAY = 40
_TEXT = "农村公路路面破损,雨天积水,群众出行不便。" * 12
_DRAFT = Draft(
    title="关于完善农村公路养护机制的建议",
    facts=_TEXT,
    analysis=_TEXT,
    proposal=_TEXT,
    may_publish="yes",
)


@dataclass(frozen=True)
class Ground:
    """The measured congress: its clerk and unit, a pattern matter, and the cast's actors."""

    congress: Congress
    clerk: Seat
    handler: Seat
    unit: Body
    pattern: Proceeding
    actors: Mapping[str, Actor]


def lay_ground() -> Ground:
    """Fifty congresses; in the first a small cast and one matter that a unit handles."""
    congresses = [
        Congress.objects.create(
            slug=f"bench-{number}",
            name=f"基准{number}区人民代表大会",
            short_name=f"基准{number}区人大",
            level="C",
        )
        for number in range(CONGRESSES)
    ]
    congress = congresses[0]
    term = Term.objects.create(
        congress=congress, number=18, state="current", began_on=date(2022, 1, 1)
    )
    office = _body(congress, "handling_office", "基准督查室")
    unit = _body(congress, "department", "基准交通局", handling_office=office)
    person = Person.objects.create(congress=congress, name="基准代表", phone_index=blind_index(""))
    mandate = Mandate.objects.create(
        person=person, congress=congress, term=term, began_on=date(2022, 1, 1), state="active"
    )
    seats = {
        "deputy": _seat(congress, "deputy", person=person, mandate=mandate),
        "clerk": _seat(congress, "office_clerk"),
        "handling": _seat(congress, "handling_office", body=office),
        "handler": _seat(congress, "handler", body=unit),
    }
    actors = {name: actor_for(seat, seat.account) for name, seat in seats.items()}
    pattern = _pattern(actors, office, unit)
    return Ground(congress, seats["clerk"], seats["handler"], unit, pattern, actors)


def _body(congress: Congress, kind: str, name: str, **values: Any) -> Body:
    return Body.objects.create(
        congress=congress, kind=kind, name=name, valid_from=date(2022, 1, 1), **values
    )


def _seat(congress: Congress, role: str, person: Person | None = None, **values: Any) -> Seat:
    name = f"bench-{role}-{Account.objects.count()}"
    account = Account.objects.create(username=name, name=role, person=person)
    return Seat.objects.create(
        account=account, congress=congress, role=role, since=date(2022, 1, 1), **values
    )


def _pattern(actors: Mapping[str, Actor], office: Body, unit: Body) -> Proceeding:
    row = open_draft(actor=actors["deputy"], facts=_DRAFT)
    take_step(row, "submit", actor=actors["deputy"], facts=SubmitDraft(read_findings=True))
    take_step(
        row,
        "register",
        actor=actors["clerk"],
        facts=Register(field=Field.URBAN, publication="yes"),
    )
    take_step(row, "dispatch", actor=actors["clerk"], facts=Dispatch(handling_office=office.pk))
    take_step(row, "assign", actor=actors["handling"], facts=Assign(lead=unit.pk))
    return Proceeding.objects.get(pk=row.pk)


# --- multiplying --------------------------------------------------------------------------------


def multiply(model: type[models.Model], pattern: int, count: int, **columns: str) -> None:
    """Insert ``count`` copies of a row; ``columns`` are SQL over ``n`` (1…count) and ``t``."""
    table = model._meta.db_table
    names = [str(field.column) for field in model._meta.concrete_fields]
    key = str(model._meta.pk.column)
    values = [
        columns.get(str(name), f't."{name}"') for name in names if name in columns or name != key
    ]
    wanted = [name for name in names if name in columns or name != key]
    series = (
        f"generate_series(1, {count}) AS s(n)"
        if connection.vendor == "postgresql"
        else (
            f"(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s "  # noqa: S608 -- ours
            f"WHERE n < {count}) SELECT n FROM s) AS s"
        )
    )
    listed = ", ".join(f'"{name}"' for name in wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({listed}) SELECT {", ".join(values)} '  # noqa: S608 -- ours
            f'FROM "{table}" AS t, {series} WHERE t."{key}" = {int(pattern)}'
        )


def seed(ground: Ground, count: int, report: Report) -> None:
    """Bring the database to ``count`` matters over all congresses (half of them in the first)."""
    have = Proceeding.objects.count()
    more = count - have
    if more <= 0:
        return
    base = Proceeding.objects.order_by("-pk").values_list("pk", flat=True)[0]
    report(0, 4, "proceedings")
    _proceedings(ground, base, more)
    report(1, 4, "suggestions")
    _followers(ground, base, more)
    report(2, 4, "waiting")
    _waiting(ground)
    report(3, 4, "statistics")
    with connection.cursor() as cursor:
        # Ids were given by hand; the next one the services take comes after them.
        for statement in connection.ops.sequence_reset_sql(no_style(), [Proceeding]):
            cursor.execute(statement)
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            # What autovacuum would have done by itself: visibility for index-only scans.
            cursor.execute("VACUUM")
    report(4, 4, "seeded")


def _moment(n: str) -> str:
    minutes = 24 * 60 // PER_DAY
    first = (time.now() - timedelta(minutes=1)).strftime("%Y-%m-%d %H:%M:%S")
    if connection.vendor == "postgresql":
        return f"timestamptz '{first}+00' - ({n}) * interval '{minutes} minutes' / 50.0"
    return f"datetime('{first}', '-' || (({n}) * {minutes * 60} / 50) || ' seconds')"


def _proceedings(ground: Ground, base: int, more: int) -> None:
    first = ground.congress.pk
    random_id = (
        "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    )
    # Every second matter is the measured congress's, so that its lists are long.
    congress = f"CASE WHEN n % 2 = 0 THEN {first} ELSE {first} + (n / 2) % {CONGRESSES} END"
    states = "CASE n % 4 WHEN 0 THEN 'handling' WHEN 1 THEN 'replied' WHEN 2 THEN 'concluded' "
    multiply(
        Proceeding,
        ground.pattern.pk,
        more,
        id=f"{base} + n",
        public_id=random_id,
        congress_id=congress,
        # A series of their own: the numbers that the services give stay free.
        series="'基'",
        serial=f"{base} + n",
        number=f"'2026-' || ({base} + n)",
        title="'关于' || (n % 997) || '号道路养护的建议 ' || n",
        state=f"{states} ELSE 'screened' END",
        state_type="CASE n % 4 WHEN 2 THEN 'closed' ELSE 'open' END",
        opened_at=_moment("n"),
    )


def _followers(ground: Ground, base: int, more: int) -> None:
    """The room's row, the author's and the unit's relations, one event of each."""
    event = Event.objects.filter(proceeding=ground.pattern).order_by("-seq").first()
    unit = Party.objects.filter(
        proceeding=ground.pattern, addressee__startswith=f"b{ground.unit.pk}"
    ).first()
    author = Party.objects.filter(proceeding=ground.pattern, relation="author").first()
    multiply(Suggestion, ground.pattern.pk, more, proceeding_id=f"{base} + n")
    for party in (author, unit):
        if party is not None:
            multiply(
                Party,
                party.pk,
                more,
                proceeding_id=f"{base} + n",
                opened_at=_moment("n"),
                addressee=(
                    f"CASE WHEN n % 50 = 0 THEN '{party.addressee}' ELSE 'x' || (n % 5000) END"
                ),
            )
    if event is not None:
        multiply(Event, event.pk, more, proceeding_id=f"{base} + n", seq="1")


def _waiting(ground: Ground) -> None:
    tokens = [
        congress_token(ground.congress.pk, "office_clerk"),
        body_token(ground.unit.pk, "handler"),
        person_token(ground.actors["deputy"].person_id or 0),
    ]
    rows = Proceeding.objects.filter(congress=ground.congress).order_by("pk")[:WAITING]
    Waiting.objects.bulk_create(
        [
            Waiting(
                congress=ground.congress,
                subject=row.pk,
                kind=row.kind,
                public_id=row.public_id,
                number=row.number,
                title=row.title,
                step="receive",
                addressee=token,
                since=time.now(),
                due_on=time.today() + timedelta(days=place % 30 - 5),
            )
            for token in tokens
            for place, row in enumerate(rows)
        ],
        ignore_conflicts=True,
    )


# --- one matter with a long history ---------------------------------------------------------------


def busy_matter(ground: Ground) -> Proceeding:
    """Three separate units, dissatisfied, handled again by two: five replies, forty events."""
    units, hands = [], []
    for number in range(3):
        unit = _body(
            ground.congress,
            "department",
            f"基准{number}局",
            handling_office=ground.unit.handling_office,
        )
        seats = [_seat(ground.congress, role, body=unit) for role in ("handler", "signer")]
        units.append(unit)
        hands.append([actor_for(seat, seat.account) for seat in seats])
    row = open_draft(actor=ground.actors["deputy"], facts=_DRAFT)
    steps = _Steps(row)
    steps.take("submit", ground.actors["deputy"], SubmitDraft(read_findings=True))
    steps.take("register", ground.actors["clerk"], Register(field=Field.URBAN, publication="yes"))
    office = ground.unit.handling_office_id or 0
    steps.take("dispatch", ground.actors["clerk"], Dispatch(handling_office=office))
    for verb, used in (("assign", 3), ("reassign", 2)):
        named = Assign(separate=[unit.pk for unit in units[:used]])
        steps.take(verb, ground.actors["handling"], named)
        for handler, signer in hands[:used]:
            _reply(steps, handler, signer, ground)
        if verb == "assign":
            _dissatisfied(steps, ground.actors["deputy"])
    return Proceeding.objects.get(pk=row.pk)


def _reply(steps: _Steps, handler: Actor, signer: Actor, ground: Ground) -> None:
    steps.take("receive", handler, Receive(handler_name="林"))
    for number in range(3):
        steps.take("progress", handler, Progress(text=f"已经现场勘查，正在落实第{number + 1}项。"))
    reply = SubmitReply(
        outcome_class=Outcome.A,
        text="路面已经全部修复，排水沟同步疏通，请代表视察。",
        document_number="基函〔2026〕1号",
    )
    steps.take("submit_reply", handler, reply)
    steps.take("sign_reply", signer, SignReply())
    steps.take("confirm_class", ground.actors["handling"], ConfirmClass(outcome_class=Outcome.A))


def _dissatisfied(steps: _Steps, deputy: Actor) -> None:
    while steps.row.state != "rehandling":
        steps.take("open_reply", deputy, Nothing())
        grade = Grade.DISSATISFIED
        facts = Evaluate(process_grade=grade, result_grade=grade, comment="没有解决")
        steps.take("evaluate", deputy, facts)


class _Steps:
    """Takes the steps of one matter, each on the first row of its lane that is the actor's."""

    def __init__(self, row: Proceeding) -> None:
        self.row = row

    def take(self, name: str, actor: Actor, facts: Facts) -> None:
        """Take one."""
        self.row = Proceeding.objects.get(pk=self.row.pk)
        binding = binding_of(self.row)
        step, lane_row = binding.procedure.step(name), 0
        if step.lane_sources:
            bases = {token.split(":")[0] for token in actor.tokens}
            rows = binding.lanes[step.lane].rows(self.row)
            fit = [row for row in rows if row.state in step.lane_sources]
            lane_row = next((row for row in fit if row.base in bases), fit[0]).id
        take_step(self.row, name, actor=actor, facts=facts, lane_row=lane_row)
        self.row.refresh_from_db()


def another(ground: Ground) -> Proceeding:
    """One more matter that waits for the unit's receipt, made by the services."""
    office, unit = ground.unit.handling_office, ground.unit
    assert office is not None  # noqa: S101 -- the ground gave it one
    return _pattern(ground.actors, office, unit)
