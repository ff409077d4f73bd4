"""The API's description of itself."""

import re

from app.api import RESOURCES
from app.api.document import describe

DOCUMENT = describe(RESOURCES, "https://gradmark.example.org")
OPERATIONS = [
    (method.upper(), path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]


def test_it_is_served_to_anybody_and_is_of_the_promised_version(visit):
    answer = visit.app.test_client().get("/api/v1/openapi.json")

    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.json["openapi"].startswith("3.1.")
    assert answer.json["paths"].keys() == DOCUMENT["paths"].keys()


def test_every_operation_has_a_name_of_its_own_and_a_sentence():
    names = [operation["operationId"] for _method, _path, operation in OPERATIONS]

    assert len(set(names)) == len(names) > 50
    for _method, path, operation in OPERATIONS:
        assert operation["summary"][0].isupper(), path
        assert "Raises" not in operation["description"], path


def test_every_shape_has_a_plain_name():
    # Pydantic calls two classes of one name by their modules.
    assert [name for name in DOCUMENT["components"]["schemas"] if "__" in name] == []


def test_every_refusal_is_a_problem():
    for _method, path, operation in OPERATIONS:
        for status, response in operation["responses"].items():
            if status >= "400":
                assert list(response["content"]) == ["application/problem+json"], (path, status)


def test_every_post_takes_a_key():
    for method, path, operation in OPERATIONS:
        names = {one["name"] for one in operation["parameters"]}
        assert ("Idempotency-Key" in names) == (method == "POST"), path


def test_the_reference_page_shows_every_operation_and_shape(visit):
    page = visit.app.test_client().get("/api-reference").text

    shown = set(re.findall(r'<details class="operation" id="([\w-]+)"', page))
    operations = {operation["operationId"] for _method, _path, operation in OPERATIONS}
    assert shown == operations | {f"shape-{name}" for name in DOCUMENT["components"]["schemas"]}
    for target in re.findall(r'href="#([\w-]+)"', page):
        assert f'id="{target}"' in page, target
