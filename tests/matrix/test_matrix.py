"""Every route as every role, in two congresses: who gets in, and what must never be seen."""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from django.test import Client

from renda.kernel.policies import policy_of, routes
from tests import factories
from tests.matrix import world as worlds

ROLES = [
    *("deputy", "cosigner", "vice_chair", "clerk", "head", "presidium", "handling", "handler"),
    *("unit_admin", "signer", "joint_handler", "committee", "administrator", "auditor"),
    *("motions_group", "motions_committee", "delegation", "liaison"),
]
# They see the confidential matter: its author, the deputies' office, who supervises it (SUG-16).
TRUSTED = {"deputy", "clerk", "head", "vice_chair", "committee"}
# They are on the side that wrote the internal note.
INSIDE = {"clerk", "head", "vice_chair", "committee", "presidium", "motions_group"}
INSIDE |= {"motions_committee"}
STATIC = re.compile(r"^(static|media)/")
# Signing out ends the very session with which the walk goes on.
# The API is walked with its own roles, tokens and canaries in tests/api.
NOT_ALWAYS = ("account/two-step/qr.svg",)  # there while a second factor is being set up
LEFT_OUT = ("logout/", "api/")


def pages() -> list[tuple[str, frozenset[str], bool]]:
    """(path, roles, whether it is public) of every page of the platform; not the API."""
    return [
        (path, policy.roles, policy.public)
        for path, pattern in routes()
        if (policy := policy_of(pattern.callback)) and not STATIC.match(path)
        if not path.startswith(LEFT_OUT)
    ]


@pytest.fixture(scope="module")
def both(django_db_setup: None, django_db_blocker):
    """Two worlds, built once for the module; what a test changes is rolled back on top of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.build("甲"), worlds.build("乙")
        transaction.set_rollback(True)


@pytest.fixture
def here(both, db):
    return both[0]


@pytest.fixture
def there(both, db):
    return both[1]


def leaked(answer, words) -> list[str]:
    """Which of the words an answer carries, whatever its kind."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        return [word for word in words if word in unpacked(body)]
    return [word for word in words if word in body.decode(errors="replace")]


def unpacked(body: bytes) -> str:
    """All texts of an xlsx or docx file."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(body)) as file:
        return "".join(file.read(name).decode(errors="replace") for name in file.namelist())


def test_every_route_with_an_argument_has_a_sample() -> None:
    missing = [path for path, _roles, _public in pages() if "<" in path]
    missing = [path for path in missing if worlds.sample(path) is None]

    assert missing == []


def walk_own(client, here, there, name) -> list[str]:
    """What is wrong on the way through one's own congress."""
    role = here.seats[name].role
    forbidden = [*there.words]
    forbidden += [] if name in TRUSTED else [here.secret]
    forbidden += [] if name in INSIDE else [here.whisper]
    wrong = []
    for path, roles, is_public in pages():
        fill = worlds.sample(path)
        url = worlds.filled(path, fill(here) if fill else {})
        answer = client.get(url)
        # What is public everybody may read, the names of all congresses too.
        if leaked(answer, forbidden) and not is_public:
            wrong.append(f"{url} shows {leaked(answer, forbidden)}")
        shut_out = roles and role not in roles and not is_public
        # A thing of one's own congress may still be none of one's business.
        surprising = answer.status_code != 404 if shut_out else answer.status_code == 404
        if surprising and path not in NOT_ALWAYS and (shut_out or "<" not in path):
            wrong.append(f"{url} answers {answer.status_code} to {role}")
        if answer.status_code >= 500:
            wrong.append(f"{url} answers {answer.status_code}")
    return wrong


def walk_theirs(client, there) -> list[str]:
    """What is wrong when things of another congress are asked for, to read or to change."""
    wrong = []
    for path, _roles, is_public in pages():
        fill = worlds.sample(path)
        if fill is None or is_public or worlds.is_common(path):
            continue
        url = worlds.filled(path, fill(there))
        for answer in (client.get(url), client.post(url, {"reason": "x", "text": "x"})):
            if answer.status_code not in (404, 405):
                wrong.append(f"{url} answers {answer.status_code}")
            if leaked(answer, there.words):
                wrong.append(f"{url} shows {leaked(answer, there.words)}")
    return wrong


@pytest.mark.django_db
@pytest.mark.parametrize("name", ROLES)
def test_a_role_enters_its_own_routes_and_another_congress_does_not_exist(
    here, there, name
) -> None:
    client = factories.sign_in(Client(), seat=here.seats[name])
    before = worlds.traces()

    assert walk_own(client, here, there, name) == []
    assert walk_theirs(client, there) == []
    assert worlds.traces() == before


@pytest.mark.django_db
def test_strangers_are_sent_to_the_login_and_read_nothing(here) -> None:
    client, wrong = Client(), []
    for path, _roles, is_public in pages():
        fill = worlds.sample(path)
        url = worlds.filled(path, fill(here) if fill else {})
        answer = client.get(url)
        goes_to_login = answer.status_code == 302 and "/login/" in answer["Location"]
        if not is_public and not goes_to_login and answer.status_code != 405:
            wrong.append(f"{url} answers {answer.status_code}")
        if leaked(answer, [here.secret, here.phone]):
            wrong.append(f"{url} leaks")

    assert wrong == []
