"""What machines read: Atom, sitemaps, robots."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renda.congresses.models import Congress
from renda.portal import pages
from renda.proceedings.models import Proceeding

Address = tuple[str, date | None]
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Work pages: nothing to be found there without an account.
PRIVATE = ("/desk/", "/suggestions/", "/matters/", "/congress/", "/notices/", "/jobs/", "/api/")


def atom(congress: Congress, changed: Iterable[Proceeding], *, root: str) -> str:
    """Published suggestions, the last changed first. ``root`` is the server's address."""
    home = root + reverse("portal:home", args=[congress.slug])
    feed = Atom1Feed(
        title=_("Suggestions of deputies · %(congress)s") % {"congress": congress.short_name},
        link=home,
        description="",
        language=get_language(),
        feed_url=root + reverse("portal:feed", args=[congress.slug]),
        feed_guid=home,
        author_name=congress.name,
    )
    for each in changed:
        feed.add_item(
            title=each.title,
            link=root + reverse("portal:suggestion", args=[congress.slug, each.public_id]),
            description=f"{each.number} {pages.state_word(each).text}".strip(),
            unique_id=f"urn:uuid:{each.public_id}",
            updateddate=each.last_step_at,
            pubdate=each.suggestion.published_at,
        )
    return feed.writeString("utf-8")


def sitemap(addresses: Iterable[Address], *, is_index: bool = False) -> str:
    """A sitemap, or an index of sitemaps."""
    root, entry = ("sitemapindex", "sitemap") if is_index else ("urlset", "url")
    lines = [f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SITEMAP}">']
    for address, day in addresses:
        changed = f"<lastmod>{day.isoformat()}</lastmod>" if day else ""
        lines.append(f"<{entry}><loc>{address}</loc>{changed}</{entry}>")
    return "\n".join([*lines, f"</{root}>\n"])


def robots(*, root: str) -> str:
    """What robots may read."""
    closed = [f"Disallow: {prefix}{path}" for prefix in ("", "/en") for path in PRIVATE]
    return "\n".join(["User-agent: *", *closed, f"Sitemap: {root}/sitemap.xml", ""])
