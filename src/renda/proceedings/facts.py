"""What a step asks for: one typed class per step feeds the form, the API and the service.

A field is an annotated type; ``Ask`` says how a person is asked for it. Example::

    class Receive(Facts):
        handler_name: Annotated[str, Ask(_("Handler"))]
"""

from __future__ import annotations

import functools
import types
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Union, get_args, get_origin

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from renda.kernel import text
from renda.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class Ask:
    """How a field is asked for.

    ``widget``: text, area, date, moment, check, radio, cards, select, many, rows, files, hidden.
    ``choices``: pairs, or the name of a provider of the binding. ``rows``: lines of an area.
    """

    label: Any
    help: Any = ""
    widget: str = "text"
    choices: tuple[tuple[str, Any], ...] | str = ()
    rows: int = 3
    blank_rows: int = 3


def _cleaned(value: str) -> str:
    try:
        return text.clean(value)
    except Invalid as error:
        raise ValueError(error.message) from None


Line = Annotated[str, AfterValidator(_cleaned), Field(max_length=200)]
ShortLine = Annotated[str, AfterValidator(_cleaned), Field(max_length=60)]
Paragraph = Annotated[str, AfterValidator(_cleaned), Field(max_length=2000)]
LongText = Annotated[str, AfterValidator(_cleaned), Field(max_length=20000)]


class Facts(BaseModel):
    """Base of all facts: nothing unasked is taken, and nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _no_number_for_a_day(cls, value: Any, info: ValidationInfo) -> Any:
        # Else it would be taken as seconds since 1970.
        if info.field_name in _days(cls) and _is_number(value):
            kind = "date_from_datetime_parsing"
            raise PydanticCustomError(kind, "a date is written 2026-06-12")
        return value


class Nothing(Facts):
    """A step that needs no more than the decision to take it."""


class Remark(Facts):
    """A step with an optional remark."""

    remark: Annotated[Paragraph, Ask(gettext_lazy("Remark"), widget="area")] = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of a facts class with what a form needs to know of it."""

    name: str
    ask: Ask
    type: Any
    is_required: bool
    is_list: bool
    max_length: int | None


def asked(facts: type[Facts]) -> list[Asked]:
    """The fields of a facts class in their order; fields without ``Ask`` are not for people."""
    found = []
    for name, info in facts.model_fields.items():
        ask = next((meta for meta in info.metadata if isinstance(meta, Ask)), None)
        if ask is None:
            continue
        limit = next(
            (meta.max_length for meta in info.metadata if hasattr(meta, "max_length")), None
        )
        kind, is_list = _plain(info.annotation)
        found.append(Asked(name, ask, kind, info.is_required(), is_list, limit))
    return found


@functools.cache
def _days(facts: type[Facts]) -> frozenset[str]:
    """The fields that take a day or a moment."""
    fields = facts.model_fields.items()
    return frozenset(
        name for name, info in fields if _plain(info.annotation)[0] in (date, datetime)
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) or (isinstance(value, str) and value.strip().isdigit())


def _plain(annotation: Any) -> tuple[Any, bool]:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _plain(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        inner = [each for each in get_args(annotation) if each is not type(None)]
        return _plain(inner[0])
    if origin in (list, tuple):
        return _plain(get_args(annotation)[0])[0], True
    return annotation, False


def build(facts: type[Facts], data: dict[str, Any]) -> Facts:
    """Facts from plain data. Raises Invalid with a sentence at each field."""
    try:
        return facts.model_validate(data)
    except ValidationError as error:
        raise invalid_from(error) from None


def invalid_from(error: ValidationError) -> Invalid:
    """Pydantic's findings as sentences for people, at their fields (``commitments.0.what``)."""
    fields: dict[str, str] = {}
    for each in error.errors():
        place = ".".join(str(part) for part in each["loc"]) or "__all__"
        fields.setdefault(place, _sentence(each))
    return Invalid(_("Please check what is marked below; nothing has been saved."), fields=fields)


def _sentence(each: Any) -> str:
    limits = each.get("ctx", {})
    match each["type"]:
        case "missing" | "string_too_short" | "too_short":
            return _("Please fill this in.")
        case "string_too_long":
            return _("Please shorten it to %(limit)d characters.") % {"limit": limits["max_length"]}
        case "value_error":
            return str(limits["error"])
        case "literal_error" | "enum":
            return _("Please choose one of the offered answers.")
        case kind if kind.startswith(("date", "datetime")):
            return _("Please enter a date like 2026-06-12.")
        case kind if kind.startswith(("int", "float", "decimal", "greater", "less")):
            return _("Please enter a number within the limits.")
        case "extra_forbidden":
            return _("This is not asked here.")
    return _("This cannot be taken as it is.")
