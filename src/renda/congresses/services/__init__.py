"""Every change of regions, congresses, terms, bodies, constituencies and the calendar."""

from renda.congresses.services.bodies import (
    abolish_body,
    create_body,
    edit_body,
    merge_bodies,
    rename_body,
)
from renda.congresses.services.calendar import clear_day, set_day
from renda.congresses.services.congresses import (
    create_congress,
    edit_congress,
    stamp_rules,
)
from renda.congresses.services.constituencies import (
    create_constituency,
    edit_constituency,
    remove_constituency,
)
from renda.congresses.services.regions import load_regions
from renda.congresses.services.terms import (
    close_session,
    open_session,
    plan_session,
    prepare_term,
    reschedule_session,
    start_term,
)

__all__ = [
    "abolish_body",
    "clear_day",
    "close_session",
    "create_body",
    "create_congress",
    "create_constituency",
    "edit_body",
    "edit_congress",
    "edit_constituency",
    "load_regions",
    "merge_bodies",
    "open_session",
    "plan_session",
    "prepare_term",
    "remove_constituency",
    "rename_body",
    "reschedule_session",
    "set_day",
    "stamp_rules",
    "start_term",
]
