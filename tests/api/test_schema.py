"""The document is kept: generated requests, right and wrong, get only documented answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.generation import GenerationMode

from renda.config.wsgi import application
from tests.api.conftest import Api
from tests.portal.published import published
from tests.proposals.journeys import cast

pytestmark = pytest.mark.django_db

OPERATIONS = (
    "me",
    "congresses",
    "bodies",
    "waiting",
    "steps",
    "take_step",
    "timeline",
    "suggestions",
    "suggestion",
    "create_suggestion",
    "change_suggestion",
    "promises",
    "promises_ageing",
    "keys",
    "key",
    "create_key",
    "passed_up",
    "passed_up_one",
    "pass_up",
    "from_below",
    "from_below_one",
    "year_figures",
    "report_year",
    "pots",
    "set_pot",
    "decide_fund_list",
    "fund_account",
    "projects",
    "project",
    "create_project",
    "public_fund",
    "promise",
    "inspections",
    "inspection",
    "create_inspection",
    "figures",
    "figure_records",
    "documents",
    "document",
    "document_file",
    "create_document",
    "public_congresses",
    "public_suggestions",
    "public_suggestion",
    "public_open_data",
)
EXAMPLES = 6
# The first three are tested by hand. The last: that a cursor comes from a page, or that a text
# holds no control characters, no schema can say.
EXCLUDED = (
    "ignored_auth",
    "unsupported_method",
    "missing_required_header",
    "positive_data_acceptance",
)


@pytest.fixture(autouse=True)
def connection_of_the_test() -> Iterator[None]:
    """The server would close the connection after each request, and the test's world with it."""
    moments = (signals.request_started, signals.request_finished)
    for moment in moments:
        moment.disconnect(close_old_connections)
    yield
    for moment in moments:
        moment.connect(close_old_connections)


def test_every_operation_is_tried() -> None:
    from renda.config.api import document

    found = {o["operationId"] for methods in document()["paths"].values() for o in methods.values()}

    assert found == set(OPERATIONS)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("name", OPERATIONS)
def test_generated_requests_get_documented_answers(name: str, mode: GenerationMode) -> None:
    play = cast()
    published(play)
    headers = Api(play.seats["deputy"]).headers
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operation = schema.find_operation_by_id(name)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: schemathesis.Case) -> None:
        response = case.call(headers=headers)
        assert response.status_code < 500
        case.validate_response(
            response,
            excluded_checks=[schemathesis.checks.CHECKS.get_one(check) for check in EXCLUDED],
        )

    try:
        check()
    except BaseException as error:
        if "Unsatisfiable" in type(error).__name__:
            pytest.skip("nothing to send wrongly")
        raise
