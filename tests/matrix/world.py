"""Two congresses with everything in them, and words that must never cross from one to the other.

A route with an argument has a sample here; one that has none fails a test, so that nobody adds a
page which nobody walks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from renda.access.models import ApiToken, Deputising
from renda.congresses.models import Body, Constituency, Session
from renda.congresses.services import stamp_rules
from renda.exchange.enums import RunState
from renda.exchange.models import ImportRun
from renda.jobs.services import defer
from renda.kernel import time
from renda.kernel.actor import Actor
from renda.matters.models import Evaluation
from renda.matters.services.notes import add_note
from renda.notices.models import Notice
from renda.people import services as people
from renda.people.models import MandateProposal, Membership
from renda.proceedings.models import Proceeding
from renda.proposals.services import conference
from renda.reports import services as reports
from renda.reports.rules import Cut
from renda.rulebook.models import RuleValue
from tests import factories
from tests.fund import funded
from tests.inspections import inspected
from tests.ledger import promised
from tests.levels import passing
from tests.oversight import chosen
from tests.proposals import journeys
from tests.proposals.journeys import Cast

Kwargs = dict[str, Any]


@dataclass
class World:
    """A congress: its cast, its objects, and the words that betray it."""

    play: Cast
    canary: str
    secret: str
    objects: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.objects[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def seats(self) -> dict[str, Any]:
        """One seat of every role."""
        return self.play.seats

    @property
    def whisper(self) -> str:
        """What stands in the internal note of the congress's office."""
        return f"耳语{self.canary[-1]}"

    @property
    def words(self) -> list[str]:
        """What nobody of another congress may ever read."""
        return [self.canary, self.secret, self.objects["phone"]]


def build(mark: str) -> World:
    """A congress whose every text carries ``mark``."""
    canary, secret = f"金丝雀{mark}", f"密鸟{mark}"
    congress = factories.make_congress(name=f"{canary}区人民代表大会", short_name=f"{canary}人大")
    play = journeys.cast(congress)
    world = World(play, canary, secret)
    phone = f"1390000{factories.make_body(congress=congress).pk:04d}"[:11]
    world.objects["phone"] = phone
    _rename(play, canary)
    play.seats["administrator"] = factories.make_seat(congress=congress, role="administrator")
    play.seats["auditor"] = factories.make_seat(congress=congress, role="auditor")
    play.seats["motions_group"] = factories.make_seat(congress=congress, role="motions_group")
    play.seats["motions_committee"] = factories.make_seat(
        congress=congress, role="motions_committee"
    )
    play.seats["delegation"] = factories.make_seat(
        congress=congress,
        role="delegation",
        body=Body.objects.get(congress=congress, kind="delegation"),
    )
    play.seats["liaison"] = factories.make_seat(
        congress=congress,
        role="liaison",
        body=factories.make_body(congress=congress, kind="station", name=f"{canary}联络站"),
    )
    _fill(world, phone)
    return world


def _rename(play: Cast, canary: str) -> None:
    for body in Body.objects.filter(congress=play.congress):
        body.name = f"{canary}{body.name}"
        body.save()


def _fill(world: World, phone: str) -> None:
    play, canary = world.play, world.canary
    texts = {"facts": f"{canary}情况,道路破损多年,出行很不方便。"}
    kept = world.objects
    kept["matter"] = journeys.evaluated(play, title=f"关于{canary}公交的建议", **texts)
    kept["open"] = journeys.replied(play, title=f"关于{canary}道路的建议", **texts)
    kept["promise"] = promised.promise(
        play,
        what=f"{canary}站台改造",
        suggestion={"title": f"关于{canary}站台的建议", **texts},
    )
    kept["key"] = chosen.running(play, title=f"关于{canary}重点的建议", **texts)
    kept["asked"] = passing.above(passing.passed(passing.below(play)))
    play.congress.parent = factories.make_congress()
    play.congress.save()
    kept["passed"] = passing.passed(play, title=f"关于{canary}上报的建议", **texts)
    kept["project"] = funded.running(
        play, name=f"{canary}路灯", title=f"关于{canary}路灯的建议", **texts
    )
    kept["pot"] = funded.pot(play)
    kept["inspection"] = inspected.announced(play, kept["matter"], title=f"{canary}视察")
    kept["document"] = reports.ask("bulletin", actor=play.clerk, cut=Cut())
    kept["draft"] = journeys.drafted(play, title=f"关于{canary}草稿的建议", **texts)
    kept["confidential"] = journeys.registered(
        play, title=f"关于{world.secret}的建议", publication="confidential", **texts
    )
    add_note(kept["open"], actor=play.clerk, words=f"{world.whisper}内部备注")
    kept["person"] = play.persons["deputy"]
    kept["person"].phone = phone
    kept["person"].save()
    kept["body"] = factories.make_body(congress=play.congress, name=f"{canary}水利局")
    kept["constituency"] = factories.make_constituency(term=play.term)
    kept["session"] = factories.make_session(term=play.term, number=9)
    kept["membership"] = Membership.objects.create(
        person=kept["person"], body=kept["body"], since=date(2024, 1, 1), post="委员"
    )
    mandate = kept["person"].mandates.get(congress=play.congress)
    kept["mandate"] = mandate
    kept["change"] = people.propose_change(
        mandate, change="suspend", ground="custody", reason=f"{canary}事由", actor=play.head
    )
    stamp_rules(play.congress)
    kept["value"] = RuleValue.objects.create(
        congress=play.congress,
        key="suggestion.receive",
        value={"amount": 4, "unit": "working_day"},
        basis=f"{canary}办法第九条",
        valid_from=date(2024, 1, 1),
        entered_by="罗敏",
        entered_at=time.now(),
    )
    plan = conference.plan_conference(
        play.congress,
        title=f"{canary}交办会",
        held_on=time.today(),
        place="",
        actor=play.clerk,
    )
    waiting = journeys.registered(play, title=f"关于{canary}交办的建议", **texts)
    conference.choose(plan, offices={waiting.pk: play.office.pk}, actor=play.clerk)
    kept["plan"], kept["item"] = plan, plan.items.get()
    _fill_accounts(world)
    data = "案号\t案由\t主办单位\n1\t关于道路的建议\t\n".encode()
    kept["run"] = ImportRun(
        congress=play.congress,
        importer="suggestions",
        file_name=f"{canary}台账.tsv",
        size=len(data),
        digest="0" * 64,
        state=RunState.FAULTY,
        actor_name="许文静",
        at=time.now(),
    )
    kept["run"].file.save("list.tsv", ContentFile(data), save=False)
    kept["run"].save()
    kept["file"] = factories.make_file(
        actor=play.clerk,
        name=f"{canary}附件.txt",
        content=canary.encode(),
        owner_kind="suggestion",
        owner_id=kept["open"].pk,
    )
    kept["job"] = defer("test.nothing", congress_id=play.congress.pk)
    kept["notice"] = Notice.objects.create(
        congress=play.congress,
        account=play.seats["clerk"].account,
        source="matrix",
        title=f"{canary}通知",
        url="/desk/",
        created_at=time.now(),
    )
    kept["evaluation"] = Evaluation.objects.filter(proceeding=kept["open"]).first()


def _fill_accounts(world: World) -> None:
    play, kept = world.play, world.objects
    kept["account"], kept["seat"] = play.seats["handler"].account, play.seats["handler"]
    kept["token"] = ApiToken.objects.create(
        seat=play.seats["clerk"],
        name=f"{world.canary}接口",
        digest=f"{world.canary}",
        expires_at=time.now(),
    )
    kept["standing_in"] = Deputising.objects.create(
        seat=play.seats["signer"],
        account=play.seats["unit_admin"].account,
        since=date(2024, 1, 1),
        granted_by=f"{world.canary}领导",
    )


# --- samples ------------------------------------------------------------------------------------

Sample = Callable[[World], Kwargs]


def _matter(name: str, **more: Any) -> Sample:
    return lambda world: {"public_id": getattr(world, name).public_id, **more}


def _pk(name: str, key: str = "pk") -> Sample:
    return lambda world: {key: getattr(world, name).pk}


# (how the path begins or is, what to put in); the first that fits is taken.
SAMPLES: list[tuple[str, Sample]] = [
    (r"^exchange/import/<uuid:public_id>/", _matter("run")),
    (r"^exchange/template/", lambda world: {"what": "suggestions"}),
    (r"^exchange/export/", lambda world: {"what": "suggestions"}),
    (r"^files/<uuid:public_id>/", _matter("file")),
    (r"^slip/<str:secret>/", lambda world: {"secret": "nobody-knows-this"}),
    (r"^account/tokens/<int:pk>/", _pk("token")),
    (r"^accounts/<uuid:public_id>/", lambda world: {"public_id": world.account.public_id}),
    (r"^seats/<int:pk>/", _pk("seat")),
    (r"^stand-ins/<int:pk>/", _pk("standing_in")),
    (
        r"^<slug:congress>/.*<uuid:public_id>/",
        lambda world: {
            "congress": world.play.congress.slug,
            "public_id": world.open.public_id,
            "large": "large",
        },
    ),
    (
        r"^<slug:congress>/",
        lambda world: {
            "congress": world.play.congress.slug,
            "large": "large",
            "table": "suggestions",
            "year": world.open.year,
            "kind": "csv",
            "name": "organizations",
        },
    ),
    (r"^desk/calendar/<slug:secret>", lambda world: {"secret": "nobody-knows-this"}),
    (r"^desk/group/", lambda world: {"name": "late"}),
    (r"^desk/calls/<int:pk>", _pk("evaluation")),
    (
        r"^suggestions/conferences/<int:pk>",
        lambda world: {
            "pk": world.plan.pk,
            "by": "office",
            "body": world.play.unit.pk,
            "item": world.item.pk,
        },
    ),
    (r"^promises/<uuid:public_id>/", _matter("promise")),
    (r"^keys/<uuid:public_id>/", _matter("key")),
    (r"^fund/<uuid:public_id>/", _matter("project")),
    (r"^fund/new/<uuid:matter_id>/", lambda world: {"matter_id": world.open.public_id}),
    (r"^fund/<int:year>/", lambda world: {"year": world.pot.year}),
    (r"^reports/documents/<uuid:public_id>/", _matter("document")),
    (r"^reports/dossier/", lambda world: {"matter_id": world.open.public_id}),
    (r"^reports/templates/", lambda world: {"kind": "bulletin", "format": "docx"}),
    (r"^inspections/<uuid:public_id>/", _matter("inspection")),
    (r"^keys/new/<uuid:matter_id>/", lambda world: {"matter_id": world.open.public_id}),
    (r"^levels/passed/<uuid:public_id>/", _matter("passed")),
    (r"^levels/asked/<uuid:public_id>/", _matter("asked")),
    (r"^levels/new/<uuid:matter_id>/", lambda world: {"matter_id": world.open.public_id}),
    (r"^suggestions/<uuid:public_id>/edit/", _matter("draft")),
    (
        r"^suggestions/<uuid:public_id>/",
        lambda world: {
            "public_id": world.open.public_id,
            "reply": world.open.replies.get().pk,
            "row": world.evaluation.pk,
        },
    ),
    (
        r"^matters/<uuid:public_id>/<slug:step>/<int:row>/",
        _matter("open", step="open_reply", row=1),
    ),
    (r"^matters/<uuid:public_id>/<slug:step>/", _matter("open", step="void")),
    (r"^matters/<uuid:public_id>/", _matter("open")),
    (r"^congress/bodies/<int:pk>/", _pk("body")),
    (r"^congress/terms/<int:pk>/", lambda world: {"pk": world.play.term.pk}),
    (r"^congress/sessions/<int:pk>/", _pk("session")),
    (r"^congress/constituencies/new/<int:term>/", lambda world: {"term": world.play.term.pk}),
    (r"^congress/constituencies/<int:pk>/", _pk("constituency")),
    (r"^people/proposals/<int:pk>/", _pk("change")),
    (r"^people/mandates/<int:pk>/", _pk("mandate")),
    (r"^people/posts/<int:pk>/", _pk("membership")),
    (r"^people/<uuid:public_id>/", _matter("person")),
    (r"^notices/<int:pk>/", _pk("notice")),
    (r"^jobs/<int:pk>/", _pk("job")),
    (r"^rules/values/<int:pk>/", _pk("value")),
    (r"^rules/<str:key>/", lambda world: {"key": "suggestion.receive"}),
]
# Arguments that name a thing of no congress: the same for everybody.
COMMON = (
    r"^reports/templates/",
    *(r"^desk/group/", r"^rules/<str:key>/", r"^exchange/template/", r"^exchange/export/"),
    *(r"^slip/", r"^fund/<int:year>/"),
)


def sample(path: str) -> Sample | None:
    """What fills a path's arguments."""
    return next((fill for pattern, fill in SAMPLES if re.search(pattern, path)), None)


def is_common(path: str) -> bool:
    """Whether its arguments belong to no congress."""
    return any(re.search(pattern, path) for pattern in COMMON)


def filled(path: str, kwargs: Kwargs) -> str:
    """``matters/<uuid:public_id>/`` with its arguments put in."""
    return "/" + re.sub(r"<\w+:(\w+)>", lambda match: str(kwargs[match[1]]), path)


def traces() -> dict[str, Any]:
    """What a write would leave: rows of the tables that matter, with their content."""
    from renda.access.models import Account, Seat
    from renda.proceedings.models import Event, StepDraft
    from renda.records.models import Entry

    watched = [
        *(Proceeding, Event, StepDraft, Entry, Body, Constituency, Session, MandateProposal),
        *(Membership, RuleValue, Seat, Account, Notice),
    ]
    return {
        model.__name__: sorted(map(repr, model.objects.order_by("pk").values()))
        for model in watched
    }


def actor(world: World, role: str) -> Actor:
    """The actor of a seat of the cast."""
    return factories.actor_of(seat=world.seats[role])
