"""Requests made up from the API's own description, by everybody: every answer keeps to it, and nothing breaks.

The requests are the same in every run. Half of them have the documented shape, half do not.
"""

import zlib

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation

from app.api import RESOURCES
from app.api.document import describe
from tests.app.api.world import PEOPLE, ApiVisit

CONFIG = SchemathesisConfig.from_dict(
    {
        "seed": 20261121,
        "generation": {
            "deterministic": True,
            # No text of ours holds U+0000, which PostgreSQL cannot store: it is refused as unreadable JSON.
            "allow-x00": False,
            "with-security-parameters": False,
        },
        "checks": {
            # A version that is none is not the present one.
            "negative_data_rejection": {
                "expected-statuses": ["400", "401", "403", "404", "405", "409", "412", "415", "422"]
            },
            # A well-formed request may still ask for what the rules do not allow.
            "positive_data_acceptance": {
                "expected-statuses": ["2xx", "401", "403", "404", "409", "412", "422"]
            },
        },
    }
)
schema = schemathesis.openapi.from_dict(describe(RESOURCES, "http://localhost"), config=CONFIG)
# Requests go to an application in this process; each test says to which.
schema.app = object()


def chosen(case: schemathesis.Case, number: int) -> int:
    """Return a number below `number` that is always the same for the same request."""
    asked = repr((case.path_parameters, case.query, case.headers, case.body))
    return zlib.crc32(asked.encode(errors="replace")) % number


def is_positive(case: schemathesis.Case, part: ParameterLocation) -> bool:
    """Tell whether a part of a request has the documented shape."""
    found = case.meta.components.get(part) if case.meta else None
    return found is not None and found.mode is schemathesis.GenerationMode.POSITIVE


def well_formed_is_understood(_context, response, case):
    """What keeps to the description is not refused for its shape."""
    if case.meta and case.meta.generation.mode is schemathesis.GenerationMode.POSITIVE:
        assert not response.text.startswith(
            '{"type":"http://127.0.0.1:8000/api-reference#wrong-shape'
        )


@pytest.fixture(scope="module")
def anew(one_api_visit) -> ApiVisit:
    """One store for all requests: what one of them does, the next ones find."""
    one_api_visit.start_anew()
    return one_api_visit


@schema.parametrize()
@settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=5,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_keeps_to_the_description(case, anew):
    who = PEOPLE[chosen(case, len(PEOPLE))]
    if is_positive(case, ParameterLocation.PATH) and chosen(case, 4):
        # An address made up leads nowhere; most requests shall find something.
        known = anew.world.ids
        case.path_parameters = {
            name: str(known.get(name, value)) for name, value in case.path_parameters.items()
        }
    anew.forget_counts()
    case.call_and_validate(
        app=anew.app, headers=anew.headers(who), additional_checks=[well_formed_is_understood]
    )
