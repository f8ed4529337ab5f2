"""Drafting: a draft is its authors' own until it is handed in (A14, SUG-1)."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renda.access.enums import OFFICE_ROLES, Role
from renda.files.services import settle
from renda.kernel import time
from renda.kernel.actor import Actor, person_token
from renda.kernel.errors import Conflict, NotAllowed
from renda.people.enums import MandateState
from renda.people.models import Mandate
from renda.proceedings.enums import Channel, Visibility
from renda.proceedings.models import Proceeding
from renda.proceedings.queries import opened_by
from renda.proceedings.services import Change, Origin, keep_draft, open_proceeding
from renda.proposals.facts import Draft
from renda.proposals.models import Suggestion
from renda.proposals.procedure import KIND
from renda.proposals.queries import EDIT, last_saving, may_edit, saving_mark


def open_draft(
    *,
    actor: Actor,
    facts: Draft,
    mandate: Mandate | None = None,
    origin: Origin | None = None,
    key: str = "",
) -> Proceeding:
    """Open a draft of the actor, or of ``mandate``'s deputy when a liaison or clerk enters it.

    A repeat of the request ``key`` answers the same draft. Raises NotAllowed without an active
    mandate, or when a role that does not enter on behalf tries to.
    """
    known = opened_by(actor, key)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _open(actor, facts, mandate, origin, key)
    except IntegrityError:
        # A double click: the other request was a moment earlier.
        known = opened_by(actor, key)
        if known is None:
            raise
        return known


def _open(
    actor: Actor, facts: Draft, mandate: Mandate | None, origin: Origin | None, key: str
) -> Proceeding:
    lead = mandate or _own_mandate(actor)
    if lead is None or lead.state != MandateState.ACTIVE:
        raise NotAllowed(_("Only a deputy with an active mandate makes suggestions."))
    behalf = mandate is not None and lead.person_id != actor.person_id
    if behalf and (lead.congress_id != actor.congress_id or actor.role not in _ENTERING):
        raise NotAllowed(_("The deputies' office or a contact station enters on behalf."))

    def setup(change: Change) -> None:
        _make(change, facts, lead, entered_by=actor.account_name if behalf else "")
        _settle_files(change.proceeding, facts, actor)
        change.add_party("author", person_token(lead.person_id), label=lead.person.name)
        if behalf and actor.body_id:
            change.add_party("liaison", f"b{actor.body_id}", label=actor.account_name)

    # In the office's sight until it is handed in, and in nobody else's.
    by_office = behalf and actor.role in OFFICE_ROLES
    columns = {"visibility": Visibility.CONFIDENTIAL} if by_office else {}
    channel = Channel.PAPER if behalf else Channel.WEB
    return open_proceeding(
        KIND,
        congress_id=lead.congress_id,
        actor=actor,
        facts=facts,
        title=facts.title,
        setup=setup,
        origin=origin or Origin(channel, on_behalf_of=lead.person.name if behalf else ""),
        key=key,
        lead_name=lead.person.name,
        **columns,
    )


# The system role invents the demonstration and imports what was made before.
_ENTERING = (*OFFICE_ROLES, Role.LIAISON, "system", Role.ADMINISTRATOR)


def _own_mandate(actor: Actor) -> Mandate | None:
    return (
        Mandate.objects.filter(
            person_id=actor.person_id or 0, congress_id=actor.congress_id, state=MandateState.ACTIVE
        )
        .select_related("person", "delegation")
        .first()
    )


def _make(change: Change, facts: Draft, lead: Mandate, *, entered_by: str) -> None:
    Suggestion.objects.create(
        proceeding=change.proceeding,
        lead=lead.person,
        delegation=lead.delegation,
        entered_by=entered_by,
        **_columns(facts),
    )


def _columns(facts: Draft) -> dict[str, Any]:
    return {
        "form": facts.form,
        "facts": facts.facts,
        "analysis": facts.analysis,
        "proposal": facts.proposal,
        "wish_id": facts.wish,
        "may_publish": {"yes": True, "no": False, None: None}[facts.may_publish],
    }


def save_draft(
    proceeding: Proceeding,
    *,
    actor: Actor,
    facts: Draft,
    version: int | None = None,
    page: str = "",
    seen: str = "",
) -> Proceeding:
    """Keep what is typed. Not a step: a draft has no history until it is handed in.

    ``page`` names the open page and ``seen`` the last saving it knew of. Raises NotAllowed for
    anybody but its authors, Conflict when it was handed in or saved from another page meanwhile.
    """
    with transaction.atomic():
        locked = Proceeding.objects.select_for_update(of=("self",)).get(pk=proceeding.pk)
        if locked.state not in ("draft", "returned"):
            raise Conflict(_("This draft was handed in; it cannot be changed here any more."))
        if not may_edit(locked, actor):
            raise NotAllowed(_("Only its author changes a draft."))
        if version is not None and version != locked.row_version:
            raise Conflict(str(_CHANGED))
        if page:
            _check_page(locked, page, seen)
            keep_draft(locked, actor=actor, step=EDIT, lane_row=0, data={"page": [page]})
        locked.title = facts.title
        locked.last_step_at = time.now()
        locked.save(update_fields=["title", "last_step_at"])
        Suggestion.objects.filter(pk=locked.pk).update(**_columns(facts))
        _settle_files(locked, facts, actor)
    return locked


_CHANGED = gettext_lazy(
    "The draft was changed on another device or by another person. Your text is kept below; "
    "compare it with what is stored, then save again."
)


def _check_page(locked: Proceeding, page: str, seen: str) -> None:
    last = last_saving(locked)
    if last is not None and last.data.get("page") != [page] and saving_mark(last) != seen:
        raise Conflict(str(_CHANGED))


def _settle_files(proceeding: Proceeding, facts: Draft, actor: Actor) -> None:
    settle((KIND, proceeding.pk), ids=facts.files, actor=actor, congress_id=proceeding.congress_id)
