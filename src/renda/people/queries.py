"""Reads of persons, mandates and memberships. Each starts from who asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Replace
from django.utils.translation import gettext as _

from renda.congresses import queries as congresses
from renda.congresses.enums import BodyKind
from renda.congresses.models import Congress, Term
from renda.congresses.rules import Passing
from renda.kernel import paging
from renda.kernel.actor import Actor
from renda.kernel.errors import Missing
from renda.kernel.visibility import visible
from renda.people import rules
from renda.people.enums import MandateState, ProposalState
from renda.people.models import Mandate, MandateProposal, Membership, Person

OPEN_STATES = (MandateState.ELECTED, MandateState.ACTIVE, MandateState.SUSPENDED)
PAGE = 20


def visible_persons(actor: Actor) -> QuerySet[Person]:
    """Persons of the actor's congress, and those who hold or held a mandate in it."""
    if not actor.congress_id:
        return Person.objects.none()
    mandates = Mandate.objects.filter(person=OuterRef("pk"), congress_id=actor.congress_id)
    return Person.objects.filter(Q(congress_id=actor.congress_id) | Exists(mandates))


def open_mandates_of(person: Person) -> list[Mandate]:
    """Mandates that have not ended, with the congress of each, oldest first."""
    rows = person.mandates.filter(state__in=OPEN_STATES).order_by("id")
    return list(rows.select_related("congress", "term"))


def is_one_chain(first: Congress, second: Congress) -> bool:
    """Whether one person may be a deputy of both congresses (MAN-6)."""
    return congresses.one_chain(first, second)


def active_mandate(person_id: int, congress_id: int) -> Mandate | None:
    """The mandate by which a person acts in a congress now: active, in the running term."""
    rows = Mandate.objects.filter(
        person_id=person_id,
        congress_id=congress_id,
        state=MandateState.ACTIVE,
        term__state="current",
    )
    return rows.select_related("term", "delegation").first()


@dataclass(frozen=True, slots=True)
class DeputyFilter:
    """What the list of deputies is narrowed to; ``state`` empty means those not ended."""

    search: str = ""
    delegation: int | None = None
    body: int | None = None
    state: str = ""
    term: int | None = None


def deputies(actor: Actor, wanted: DeputyFilter) -> QuerySet[Mandate]:
    """Mandates of the actor's congress by name; the list, its export and counts start here."""
    rows = Mandate.objects.filter(congress_id=actor.congress_id or 0)
    term = {"term_id": wanted.term} if wanted.term else {"term__state": "current"}
    rows = rows.filter(**term)
    # An ended term is looked at whole, the running one without those who left.
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    elif not wanted.term:
        rows = rows.filter(state__in=OPEN_STATES)
    if wanted.delegation:
        rows = rows.filter(delegation_id=wanted.delegation)
    if wanted.body:
        posts = Membership.objects.filter(body_id=wanted.body, until__isnull=True)
        rows = rows.filter(person__in=posts.values("person"))
    if wanted.search:
        rows = rows.annotate(sound=_sound("person__pinyin"))
        by_card = Q(card_number=wanted.search.strip())
        rows = rows.filter(matches(wanted.search, "person__") | by_card)
    return (
        rows.annotate(pinyin=F("person__pinyin"))
        .select_related("person", "delegation", "constituency", "term")
        .order_by("pinyin", "id")
    )


def _sound(column: str) -> Replace:
    return Replace(column, Value(" "), Value(""))


def matches(search: str, prefix: str = "") -> Q:
    """A name, its pinyin with or without blanks (``sound``) or its initials."""
    plain = search.strip().lower().replace(" ", "")
    by_sound = Q(**{f"{prefix}initials__startswith": plain}) | Q(sound__startswith=plain)
    return Q(**{f"{prefix}name__contains": search.strip()}) | by_sound


def deputies_page(
    actor: Actor, wanted: DeputyFilter, *, cursor: str = "", size: int = PAGE
) -> paging.Page:
    """One page of deputies with their posts; two statements."""
    return paging.page(
        deputies(actor, wanted).prefetch_related(_posts(actor, "person__memberships")),
        ("pinyin", "id"),
        cursor=cursor,
        size=size,
    )


def persons_page(
    actor: Actor, *, search: str = "", cursor: str = "", size: int = PAGE
) -> paging.Page:
    """One page of everybody known here, deputy or not, with posts; two statements."""
    rows = visible("person", actor)
    if search:
        rows = rows.annotate(sound=_sound("pinyin")).filter(matches(search))
    rows = rows.prefetch_related(_posts(actor, "memberships"))
    return paging.page(rows, ("pinyin", "id"), cursor=cursor, size=size)


def _posts(actor: Actor, path: str) -> Prefetch:
    now = Membership.objects.filter(body__congress_id=actor.congress_id or 0, until__isnull=True)
    return Prefetch(path, now.select_related("body").order_by("order", "id"), to_attr="posts")


def mandate_of(actor: Actor, pk: int) -> Mandate | None:
    """A mandate of the actor's congress."""
    rows = Mandate.objects.filter(pk=pk, congress_id=actor.congress_id or 0)
    return rows.select_related("person", "congress", "term").first()


def proposal_of(actor: Actor, pk: int) -> MandateProposal | None:
    """A proposal on a mandate of the actor's congress."""
    return proposals(actor).filter(pk=pk).first()


def membership_of(actor: Actor, pk: int) -> Membership | None:
    """A post in a body of the actor's congress."""
    rows = Membership.objects.filter(pk=pk, body__congress_id=actor.congress_id or 0)
    return rows.select_related("person", "body").first()


def terms_for_choice(congress_id: int) -> QuerySet[Term]:
    """Terms that deputies can be entered into: the running and the prepared ones."""
    rows = Term.objects.filter(congress_id=congress_id, state__in=["current", "prepared"])
    return rows.order_by("state", "-number")


def term_for_roster(actor: Actor, term_id: int) -> Term:
    """A term of the actor's congress. Raises Missing when there is none."""
    found = Term.objects.filter(pk=term_id, congress_id=actor.congress_id or 0).first()
    if found is None:
        raise Missing(_("There is no such term here."))
    return found


def elected_in(term_id: int) -> int:
    """How many are elected to a term that has not begun."""
    return Mandate.objects.filter(term_id=term_id, state=MandateState.ELECTED).count()


def open_of_deputy(mandate: Mandate) -> int:
    """How many matters of the deputy are open in his congress, as the apps above count."""
    pair = (mandate.person_id, mandate.congress_id)
    return sum(count(*pair) for _name, count in rules.open_of_deputy)


def state_counts(actor: Actor) -> dict[str, int]:
    """How many mandates of the running term stand where; one statement."""
    rows = Mandate.objects.filter(congress_id=actor.congress_id or 0, term__state="current")
    counted = rows.values("state").annotate(count=Count("id")).order_by("state")
    return {row["state"]: row["count"] for row in counted}


def person_of(actor: Actor, public_id: object) -> Person | None:
    """A person the actor may see."""
    return visible("person", actor).filter(public_id=public_id).select_related("congress").first()


def mandates_of(person: Person) -> QuerySet[Mandate]:
    """All mandates of a person, of every congress (they are public), newest first."""
    rows = person.mandates.select_related("congress", "term", "delegation", "constituency")
    return rows.order_by("-began_on", "-id")


def memberships_of(actor: Actor, person: Person) -> QuerySet[Membership]:
    """Posts in bodies the actor may see, open ones first."""
    rows = person.memberships.filter(body__in=visible("body", actor))
    return rows.select_related("body").order_by("until", "order", "id")


def members_of(body_id: int) -> QuerySet[Membership]:
    """Who holds a post in a body now, by order and name."""
    rows = Membership.objects.filter(body_id=body_id, until__isnull=True)
    return rows.select_related("person").order_by("order", "person__pinyin", "id")


def proposals(actor: Actor, *, state: str = "") -> QuerySet[MandateProposal]:
    """Proposals on mandates of the actor's congress, open ones first, newest first."""
    rows = MandateProposal.objects.filter(mandate__congress_id=actor.congress_id or 0)
    if state:
        rows = rows.filter(state=state)
    is_open = Case(When(state=ProposalState.OPEN, then=0), default=1)
    return (
        rows.annotate(place=is_open)
        .select_related("mandate__person", "mandate__congress", "mandate__term", "organ")
        .order_by("place", "-proposed_at", "-id")
    )


def proposals_of(person: Person, congress_id: int) -> QuerySet[MandateProposal]:
    """Proposals on a person's mandates in one congress, newest first."""
    rows = MandateProposal.objects.filter(mandate__person=person, mandate__congress_id=congress_id)
    return rows.select_related("organ", "mandate").order_by("-proposed_at", "-id")


def mandates_ending(term_id: int) -> int:
    """How many mandates end when the next term opens."""
    return Mandate.objects.filter(term_id=term_id, state__in=OPEN_STATES).count()


def proposals_waiting(term_id: int) -> int:
    """How many proposals on mandates of a term wait for their decision."""
    rows = MandateProposal.objects.filter(mandate__term_id=term_id, state=ProposalState.OPEN)
    return rows.count()


def roll_over(running_id: int, following_id: int) -> list[Passing]:
    """What the opening of the next term does to mandates, posts and proposals (MAN-1)."""
    return [
        Passing(
            _("Mandates of the running term"),
            mandates_ending(running_id),
            _("They end on the day of the opening; the persons stay known."),
            goes_on=False,
        ),
        Passing(
            _("Deputies elected to the new term"),
            elected_in(following_id),
            _("Their mandates begin on the day of the opening."),
            goes_on=True,
        ),
        Passing(
            _("Proposals on mandates without a decision"),
            proposals_waiting(running_id),
            _("They stay on record; a mandate that has ended cannot be changed any more."),
            goes_on=False,
        ),
    ]


def persons_known(congress_ids: Iterable[int], names: set[str], phones: set[str]) -> list[Person]:
    """Persons whom a roster may mean: of these congresses by name or telephone, anybody by phone.

    One statement.
    """
    here = Q(congress_id__in=list(congress_ids), name__in=names)
    rows = Person.objects.filter(here | Q(phone_index__in=phones - {""}))
    return list(rows.order_by("id"))


def open_mandates(person_ids: Iterable[int]) -> list[Mandate]:
    """Open mandates of many persons with their congress; one statement."""
    rows = Mandate.objects.filter(person_id__in=list(person_ids), state__in=OPEN_STATES)
    return list(rows.select_related("congress", "term").order_by("id"))


def deputies_in(body_id: int) -> int:
    """How many deputies belong to a delegation now."""
    return Mandate.objects.filter(delegation_id=body_id, state__in=OPEN_STATES).count()


def supervisors(congress_id: int) -> list[tuple[str, str]]:
    """Members of the chairpersons' meeting (in a town: the presidium), as choices: (id, name and
    post).
    """
    found = Membership.objects.filter(
        body__congress_id=congress_id,
        body__kind__in=[BodyKind.CHAIRPERSONS, BodyKind.PRESIDIUM],
        until__isnull=True,
    ).select_related("person")
    return [(str(each.person_id), f"{each.person.name} {each.post}") for each in found]
