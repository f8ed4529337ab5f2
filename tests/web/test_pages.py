"""The frame: navigation by role, error pages, language switch, refusals, what was parked."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from renda.kernel.errors import Conflict, Invalid, Missing
from renda.web import nav
from renda.web.forms import RendaForm
from renda.web.middleware import DomainErrorMiddleware
from renda.web.templatetags import renda as tags
from renda.web.views import safe_next
from tests.factories import make_congress, make_seat, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    return make_seat(congress=make_congress(), role="administrator")


def test_the_navigation_shows_what_the_role_may_open(client, seat) -> None:
    sign_in(client, seat=seat)
    administrator = client.get(reverse("access:profile")).context["frame"].links
    auditor = make_seat(congress=seat.congress, role="auditor")
    client = sign_in(Client(), seat=auditor)
    other = client.get(reverse("access:profile")).context["frame"].links

    assert reverse("access:accounts") in [link.url for link in administrator]
    assert reverse("access:accounts") not in [link.url for link in other]


def test_every_navigation_entry_has_an_address() -> None:
    assert all(reverse(item.url_name).startswith("/") for _name, item in nav.items)


def test_the_current_page_is_marked_once(client, seat) -> None:
    sign_in(client, seat=seat)

    links = client.get(reverse("access:accounts")).context["frame"].links

    assert [link.url for link in links if link.is_current] == [reverse("access:accounts")]


def test_a_part_with_an_entry_of_its_own_is_marked_alone(client) -> None:
    clerk = make_seat(congress=make_congress(), role="office_clerk")
    sign_in(client, seat=clerk)

    links = client.get(reverse("proposals:conferences")).context["frame"].links

    assert [link.url for link in links if link.is_current] == [reverse("proposals:conferences")]


def test_the_language_switch_keeps_the_page_and_its_question(client, seat) -> None:
    sign_in(client, seat=seat)

    languages = client.get("/accounts/?state=closed").context["frame"].languages

    assert [(code, url, current) for code, _name, url, current in languages] == [
        ("zh-hans", "/accounts/?state=closed", True),
        ("en", "/en/accounts/?state=closed", False),
    ]


def test_the_demonstration_says_so_on_every_page(client, settings) -> None:
    settings.DEMO = True
    assert b"demo-bar" in client.get("/login/").content
    settings.DEMO = False
    assert b"demo-bar" not in client.get("/login/").content


def test_hidden_and_invented_pages_are_the_same_404(client, seat) -> None:
    sign_in(client, seat=make_seat(congress=seat.congress, role="auditor"))

    hidden, invented = client.get("/accounts/"), client.get("/accounts/none/")

    assert (hidden.status_code, invented.status_code) == (404, 404)
    assert hidden.content.count(b"<h1>") == invented.content.count(b"<h1>") == 1


def test_a_post_with_a_stale_token_is_parked(seat) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), seat=seat)

    answer = client.post("/account/", {"email": "x@example.cn", "password": "never kept"})

    assert answer.status_code == 403
    assert client.session["parked_post"]["fields"] == {"email": ["x@example.cn"]}


def test_a_stale_login_is_not_parked() -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/login/", {"username": "x", "password": "y"})

    assert answer.status_code == 403
    assert "parked_post" not in client.session


@pytest.mark.parametrize(
    ("error", "status"), [(Invalid("no"), 422), (Conflict("no"), 409), (Missing("no"), 404)]
)
def test_refusals_become_pages_with_their_status(client, error, status) -> None:
    from django.http import Http404

    request = client.get("/login/").wsgi_request
    middleware = DomainErrorMiddleware(lambda _request: None)  # type: ignore[arg-type,return-value]

    if status == 404:
        with pytest.raises(Http404):
            middleware.process_exception(request, error)
        return
    answer = middleware.process_exception(request, error)
    assert answer is not None
    assert answer.status_code == status


def test_an_unknown_exception_goes_its_way() -> None:
    middleware = DomainErrorMiddleware(lambda _request: None)  # type: ignore[arg-type,return-value]

    assert middleware.process_exception(HttpRequest(), ValueError()) is None


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("/desk/?a=1#b", "/desk/?a=1#b"),
        ("http://testserver/desk/", ""),
        *[(bad, "") for bad in ("//e.x", "/\\e.x", "https:e.x", "e.x", "", "js:x", "\\\\e")],
    ],
)
def test_only_addresses_of_ours_are_followed(target, kept) -> None:
    """S2."""
    assert safe_next(RequestFactory().get("/"), target) == kept


@pytest.mark.parametrize("path", ["/pages/accessibility/", "/pages/keyboard/", "/login/help/"])
def test_pages_about_the_pages_need_no_database_and_set_no_cookie(
    client, path, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        answer = client.get(path)

    assert answer.status_code == 200
    assert not answer.cookies


def test_healthz_and_readyz(client) -> None:
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").content == b"ready\n"


def test_scripts_and_sheets_of_the_frame_exist(client, seat) -> None:
    import re

    from django.contrib.staticfiles import finders

    sign_in(client, seat=seat)
    text = client.get("/account/").content.decode()
    wanted = re.findall(r'(?:src|href)="/static/([^"#]+)', text)

    assert wanted
    assert [name for name in wanted if finders.find(name) is None] == []


def test_a_form_refuses_characters_that_cannot_be_stored() -> None:
    from django import forms

    class Form(RendaForm):
        word = forms.CharField(label="word")

    assert Form({"word": "𠮷野家 👍"}).is_valid()
    bad = Form({"word": "a\u202eb"})
    assert not bad.is_valid()
    assert list(bad.errors) == ["word"]


def test_shares_and_brackets() -> None:
    assert tags.share(1, 3) == "33.3%"
    assert tags.share(0, 0) == "—"
    assert tags.in_brackets("") == ""
