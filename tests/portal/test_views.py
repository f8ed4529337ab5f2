"""The public pages: only what is published, without a cookie, fit for a cache."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import get_resolver

from renda.kernel.policies import policy_of, routes
from renda.kernel.time import today
from renda.matters.models import Commitment
from renda.proceedings.models import Proceeding
from tests.factories import make_congress, sign_in
from tests.portal.published import REPLY, proposed_for_publication, published
from tests.proposals import journeys
from tests.proposals.journeys import Cast, cast

pytestmark = pytest.mark.django_db

CANARY = "金丝雀"


@pytest.fixture
def play() -> Cast:
    return cast()


def home(play: Cast, tail: str = "") -> str:
    return f"/{play.congress.slug}/{tail}"


def page_of(play: Cast, proceeding: Proceeding, tail: str = "") -> str:
    return home(play, f"{tail}suggestions/{proceeding.public_id}/")


def text(response: Any) -> str:
    return response.content.decode()


def test_every_page_of_an_empty_congress_says_so(client: Any, play: Cast) -> None:
    for tail in ("", "suggestions/", "large/", "large/suggestions/"):
        response = client.get("/en" + home(play, tail))

        assert response.status_code == 200
        assert "Nothing has been published yet." in text(response)


def test_page_shows_what_became_of_it(client: Any, play: Cast) -> None:
    proceeding = published(play)

    shown = text(client.get("/en" + page_of(play, proceeding)))

    for words in (
        proceeding.title,
        proceeding.number,
        "陶建民",
        "区交通运输局",
        REPLY,
        "改造六个公交站台",
        "30 more days",
        "Basically satisfied",
        "柳溪路沿线公交站台没有座椅和坡道",
    ):
        assert words in shown
    for hidden in ("许文静", "林涛", "马局长", "高志远", "13912342046"):
        assert hidden not in shown


@pytest.mark.parametrize(
    "journey", ["drafted", "submitted", "registered", "received", "replied", "evaluated"]
)
def test_unpublished_is_never_there(client: Any, play: Cast, journey: str) -> None:
    proceeding = getattr(journeys, journey)(play, title=f"关于{CANARY}的建议")

    for tail in ("", "large/"):
        assert client.get(page_of(play, proceeding, tail)).status_code == 404
    assert seen_everywhere(client, play) == []


def seen_everywhere(client: Any, play: Cast) -> list[str]:
    """Public addresses where the canary sings."""
    tails = ("", "suggestions/", f"suggestions/?q={CANARY}", "suggestions/feed/", "sitemap.xml")
    titles = list(Proceeding.objects.filter(title__contains=CANARY).values_list("public_id"))
    return [
        tail
        for tail in tails
        if f"关于{CANARY}的建议" in text(client.get(home(play, tail)))
        or any(str(pk) in text(client.get(home(play, tail))) for (pk,) in titles)
    ]


def test_proposed_but_not_approved_is_not_there(client: Any, play: Cast) -> None:
    proceeding = proposed_for_publication(play, title=f"关于{CANARY}的建议")

    assert client.get(page_of(play, proceeding)).status_code == 404
    assert seen_everywhere(client, play) == []


def test_confidential_is_not_there(client: Any, play: Cast) -> None:
    proceeding = journeys.evaluated(play, title=f"关于{CANARY}的建议", publication="confidential")

    assert client.get(page_of(play, proceeding)).status_code == 404
    assert seen_everywhere(client, play) == []


def test_another_congress_does_not_have_it(client: Any, play: Cast) -> None:
    other = cast()
    proceeding = published(play, title=f"关于{CANARY}的建议")

    assert seen_everywhere(client, play) != []
    assert client.get(page_of(other, proceeding)).status_code == 404
    assert seen_everywhere(client, other) == []


def test_missing_page_helps_on(client: Any, play: Cast) -> None:
    response = client.get(home(play, "suggestions/00000000-0000-4000-8000-000000000000/"))

    assert response.status_code == 404
    assert f'action="/{play.congress.slug}/suggestions/"' in text(response)
    assert client.get("/no-such-congress/").status_code == 404


def public_addresses(play: Cast, proceeding: Proceeding) -> list[str]:
    own = ("", "suggestions/", "large/", "large/suggestions/", "suggestions/feed/", "sitemap.xml")
    own += ("data/", "large/data/", "data/datapackage.json", "data/persons.json")
    own += (f"data/suggestions/{proceeding.year}.csv", f"data/replies/{proceeding.year}.json")
    return [
        "/",
        "/robots.txt",
        "/sitemap.xml",
        *(home(play, tail) for tail in own),
        *("/en" + home(play, tail) for tail in own),
        page_of(play, proceeding),
        page_of(play, proceeding, "large/"),
        "/en" + page_of(play, proceeding),
        home(play, "suggestions/00000000-0000-4000-8000-000000000000/"),
    ]


def test_no_public_page_sets_a_cookie_even_for_the_signed_in(client: Any, play: Cast) -> None:
    proceeding = published(play)
    addresses = public_addresses(play, proceeding)
    anonymous = {address: text(client.get(address)) for address in addresses}
    assert not client.cookies
    sign_in(client, seat=play.seats["clerk"])

    for address in addresses:
        response = client.get(address)

        assert not response.cookies, address
        assert "Vary" not in response.headers, address
        assert response["Cache-Control"] == "public, max-age=60"
        assert text(response) == anonymous[address], address


def test_every_portal_route_is_a_public_page() -> None:
    own = [p for _path, p in routes(get_resolver().url_patterns) if "portal" in p.lookup_str]

    assert own
    for pattern in own:
        policy = policy_of(pattern.callback)
        assert policy is not None
        assert policy.public


def test_unchanged_page_answers_304(client: Any, play: Cast) -> None:
    address = page_of(play, published(play))
    etag = client.get(address)["ETag"]

    assert client.get(address, headers={"if-none-match": etag}).status_code == 304
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


def test_language_and_print_stand_in_the_address(client: Any, play: Cast) -> None:
    address = page_of(play, published(play))
    large = page_of(play, Proceeding.objects.get(), "large/")

    assert 'lang="zh-Hans"' in text(client.get(address))
    assert 'lang="en"' in text(client.get("/en" + address))
    assert 'class="elder"' in text(client.get(large))
    assert f'href="{large}"' in text(client.get(address))
    assert f'href="{address}"' in text(client.get(large))


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("q=站台", 1),
        ("q=没有这样的", 0),
        ("field=urban", 2),
        ("field=legal", 0),
        ("state=closed", 2),
        ("state=open", 0),
        ("state=late", 0),
        ("year=1999", 0),
        ("field=nonsense&year=abc&after=broken", 2),
        ("after=WyJhZnRlciIsWyJ4IiwieSJdXQ", 2),
    ],
)
def test_list_is_narrowed(client: Any, play: Cast, query: str, count: int) -> None:
    published(play)
    published(play, title="关于增加社区养老床位的建议")

    response = client.get(home(play, f"suggestions/?{query}"))

    assert response.status_code == 200
    assert len(response.context["rows"]) == count


def test_number_finds_it(client: Any, play: Cast) -> None:
    proceeding = published(play)

    shown = client.get(home(play, f"suggestions/?q={proceeding.number}"))

    assert [row.public_id for row in shown.context["rows"]] == [str(proceeding.public_id)]


def test_pages_follow_each_other_without_gaps(
    client: Any, play: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from renda.portal import queries

    monkeypatch.setattr(queries.page, "__kwdefaults__", {"size": 2})
    wanted = [str(published(play, title=f"关于第{n}件事的建议").public_id) for n in range(5)][::-1]

    seen, query = [], ""
    for _page in range(3):
        response = client.get(home(play, f"suggestions/?after={query}"))
        seen += [row.public_id for row in response.context["rows"]]
        query = response.context["page"].older

    assert seen == wanted
    assert query == ""


def test_overdue_promise_is_said_everywhere(client: Any, play: Cast) -> None:
    proceeding = published(play)
    Commitment.objects.update(due_on=today() - timedelta(days=21))

    shown = text(client.get("/en" + page_of(play, proceeding)))
    assert "21 days overdue" in shown
    assert "改造六个公交站台" in shown
    listed = client.get(home(play, "suggestions/?state=late"))
    assert len(listed.context["rows"]) == 1
    figures = client.get(home(play)).context["figures"]
    assert (figures.total.promised, figures.total.kept, figures.total.overdue) == (1, 0, 1)


def test_figures_add_up_with_the_table_behind_them(client: Any, play: Cast) -> None:
    published(play)
    published(play, reply=journeys.reply_facts())
    journeys.evaluated(play)

    figures = client.get(home(play)).context["figures"]

    assert [line.unit for line in figures.lines] == ["区交通运输局"]
    assert (figures.total.received, figures.total.replied, figures.total.solved) == (2, 2, 2)
    assert (figures.total.due, figures.total.in_time) == (2, 2)


def test_reply_after_the_approval_is_not_shown(client: Any, play: Cast) -> None:
    proceeding = published(play)
    reply = proceeding.replies.get()
    reply.delivered_at += timedelta(days=1)
    reply.save()

    shown = text(client.get(page_of(play, proceeding)))

    assert REPLY not in shown
    assert "改造六个公交站台" not in shown


def test_feed_sitemap_and_robots(client: Any, play: Cast) -> None:
    proceeding = published(play, title="关于<增设>&站台的建议")

    feed = client.get(home(play, "suggestions/feed/"))
    assert feed["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert f"urn:uuid:{proceeding.public_id}" in text(feed)
    assert "关于&lt;增设&gt;&amp;站台的建议" in text(feed)
    assert str(proceeding.public_id) in text(client.get(home(play, "sitemap.xml")))
    assert home(play, "sitemap.xml") in text(client.get("/sitemap.xml"))
    assert "Disallow: /desk/" in text(client.get("/robots.txt"))


@pytest.mark.parametrize(("tail", "statements"), [("", 6), ("suggestions/", 4)])
def test_lists_take_a_fixed_number_of_statements(
    client: Any, play: Cast, django_assert_num_queries: Any, tail: str, statements: int
) -> None:
    for more in (1, 2):
        for _n in range(more):
            published(play)
        with django_assert_num_queries(statements):
            client.get(home(play, tail))


def test_page_takes_a_fixed_number_of_statements(
    client: Any, play: Cast, django_assert_num_queries: Any
) -> None:
    proceeding = published(play)
    with django_assert_num_queries(8):
        client.get(page_of(play, proceeding))
    row = Commitment.objects.get()
    for _n in range(2):
        row.pk = None
        row.save()
    with django_assert_num_queries(8):
        client.get(page_of(play, proceeding))


def test_index_names_the_congresses(client: Any) -> None:
    congress = make_congress()

    assert congress.name in text(client.get("/"))
