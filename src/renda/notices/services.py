"""Telling people: in-site at once, by e-mail and short message in one digest in office hours."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renda.access.models import Account
from renda.congresses.models import Congress
from renda.kernel import time
from renda.kernel.actor import Actor
from renda.notices import queries, rules, sms
from renda.notices.enums import Channel, DeliveryState
from renda.notices.models import Delivery, Notice, Preference

RESEND_AFTER = timedelta(minutes=10)
GIVE_UP_AFTER = 5
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Message:
    """What is told. ``words`` (title and text) and ``url`` follow the language then active."""

    source: str
    url: Callable[[], str]
    words: Callable[[], tuple[str, str]]
    number: str = ""
    is_urgent: bool = False
    is_quotable: bool = True


def tell(
    message: Message, *, congress_id: int, tokens: Iterable[str], but: int | None = None
) -> int:
    """For the platform: tell whoever answers to ``tokens``, ``but`` one account, once per source.

    Returns how many new notices there are. Each is worded in its reader's language.
    """
    readers = [
        account for account in queries.holders(tokens, congress_id=congress_id) if account.pk != but
    ]
    known = set(
        Notice.objects.filter(source=message.source, account__in=readers).values_list(
            "account_id", flat=True
        )
    )
    fresh = [
        _notice(message, account, congress_id) for account in readers if account.pk not in known
    ]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def _notice(message: Message, account: Account, congress_id: int) -> Notice:
    with translation.override(account.language or settings.LANGUAGE_CODE):
        (title, text), url = message.words(), message.url()
    return Notice(
        congress_id=congress_id,
        account=account,
        source=message.source,
        title=title[:120],
        text=text[:340],
        number=message.number,
        url=url,
        is_urgent=message.is_urgent,
        is_quotable=message.is_quotable,
        created_at=time.now(),
    )


def mark_read(notice: Notice, *, actor: Actor) -> Notice:
    """The account has seen a notice of its own; a repeat changes nothing."""
    queries.notices_of(actor, unread=True).filter(pk=notice.pk).update(read_at=time.now())
    return notice


def mark_all_read(*, actor: Actor) -> int:
    """The account has seen them all; returns how many were unread."""
    return queries.notices_of(actor, unread=True).update(read_at=time.now())


def set_preference(account: Account, *, actor: Actor, email: str, sms: str) -> Preference:
    """How the account itself wants to be told."""
    if actor.account_id != account.pk:
        message = "an account sets its own preference only"
        raise ValueError(message)
    row, _created = Preference.objects.update_or_create(
        account=account, defaults={"email": email, "sms": sms}
    )
    return row


# --- sending ------------------------------------------------------------------------------------


def send_digests() -> int:
    """The platform sends what is unsettled, one digest per account and way; returns how many.

    Only in office hours. A killed run leaves deliveries in sending, which are sent again: a
    reader may get a digest twice, never not at all.
    """
    sent = sum(_send(each) for each in _left_behind())
    waiting = Notice.objects.filter(is_settled=False).order_by()
    for congress in Congress.objects.filter(pk__in=waiting.values("congress_id")).order_by("pk"):
        if not queries.is_office_open(congress):
            continue
        readers = waiting.filter(congress=congress).values("account_id")
        accounts = Account.objects.filter(pk__in=readers).select_related(
            "person", "notice_preference"
        )
        for account in accounts.order_by("pk"):
            sent += _settle(account, congress.pk)
    return sent


def _left_behind() -> list[Delivery]:
    old = Delivery.objects.exclude(state=DeliveryState.SENT).filter(
        at__lt=time.now() - RESEND_AFTER, attempts__lt=GIVE_UP_AFTER
    )
    return list(old.select_related("account__person").order_by("pk")[:_BATCH])


def _settle(account: Account, congress_id: int) -> int:
    preference = getattr(account, "notice_preference", None) or Preference(account=account)
    deliveries: list[Delivery] = []
    with transaction.atomic():
        rows = Notice.objects.select_for_update().filter(
            account=account, congress_id=congress_id, is_settled=False
        )
        unread = [row for row in rows if row.read_at is None]
        if preference.email == "digest" and account.email and unread:
            deliveries.append(_claim(account, Channel.EMAIL, unread))
        wanted = [row for row in unread if preference.sms == "digest" or row.is_urgent]
        if preference.sms != "off" and _phone(account) and wanted:
            deliveries.append(_claim(account, Channel.SMS, wanted))
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(is_settled=True)
    return sum(_send(each) for each in deliveries)


def _claim(account: Account, channel: Channel, rows: list[Notice]) -> Delivery:
    delivery = Delivery.objects.create(account=account, channel=channel, at=time.now())
    column = "mail" if channel is Channel.EMAIL else "sms"
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(**{column: delivery})
    return delivery


def _phone(account: Account) -> str:
    return account.person.phone if account.person else ""


def _send(delivery: Delivery) -> bool:
    delivery.attempts += 1
    delivery.at = time.now()
    try:
        _hand_over(delivery)
    except (SMTPException, OSError, sms.SmsError) as error:
        delivery.state, delivery.error = DeliveryState.FAILED, str(error)[:300]
    else:
        delivery.state, delivery.error = DeliveryState.SENT, ""
    delivery.save(update_fields=["state", "error", "attempts", "at"])
    return delivery.state == DeliveryState.SENT


def _hand_over(delivery: Delivery) -> None:
    account = delivery.account
    is_mail = delivery.channel == Channel.EMAIL
    rows = delivery.mailed if is_mail else delivery.texted
    lines = [
        rules.Line(row.title, row.number, row.text if row.is_quotable else "")
        for row in rows.order_by("pk")
    ]
    with translation.override(account.language or settings.LANGUAGE_CODE):
        count = len(lines)
        subject = ngettext("Renda: %(n)d notice", "Renda: %(n)d notices", count) % {"n": count}
        if is_mail:
            body = _mail_body(account, lines)
            EmailMessage(subject, body, to=[account.email]).send()
        else:
            # A short message lies open on a screen: no titles of matters, only what and how many.
            parts = [subject, lines[0].title, lines[0].number]
            text = rules.short("，".join(part for part in parts if part))
            sms.backend().send(_phone(account), text)


def _mail_body(account: Account, lines: list[rules.Line]) -> str:
    return "\n\n".join(
        [
            _("%(name)s, good day. This is new for you:") % {"name": account.name},
            rules.digest_lines(lines),
            _("Open your notices: %(url)s") % {"url": f"{settings.BASE_URL}/notices/"},
            _("You can choose what is sent to you on the page of your notices."),
        ]
    )
