"""docs/api.md: each of its examples is sent as it stands, and its tables are the code's."""

import json
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from app.api import RESOURCES
from app.api.limits import CHANGES, REQUESTS
from app.api.problems import KINDS
from app.domain.api_tokens import LIFETIMES, MOST_TOKENS, Scope
from app.services.replying import KEPT_HOURS
from tests.app.api.world import ApiVisit, ApiWorld, add_tokens
from tests.app.web.access.world import make_world

PAGE = (Path(__file__).parent.parent / "docs" / "api.md").read_text()
CURLS = re.findall(r"```sh\n(curl .*?)```", PAGE, re.DOTALL)
PROGRAMS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
METHODS = {(one.method, one.path) for resource in RESOURCES for one in resource.operations}


@pytest.fixture(scope="module")
def api_world(tmp_path_factory) -> ApiWorld:
    folder = tmp_path_factory.mktemp("api_page")
    return add_tokens(make_world(folder / "gradmark.db"), folder)


@pytest.fixture(scope="module")
def visit(api_world, tmp_path_factory) -> ApiVisit:
    return ApiVisit(api_world, tmp_path_factory.mktemp("api_page_visit") / "visited.db")


@pytest.fixture(scope="module")
def address(visit) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, visit.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def environment(visit, address) -> dict[str, str]:
    """What the page tells its readers to set."""
    ids = visit.world.ids
    visit.start_anew()
    return {
        "GRADMARK": f"{address}/api/v1",
        "TOKEN": visit.world.tokens["instructor"],
        "COURSE": str(ids["course_id"]),
        "ASSIGNMENT": str(ids["assignment_id"]),
        "ITEM": str(ids["item_id"]),
        "STUDENT": str(ids["student_id"]),
        "PATH": "/usr/bin:/bin",
    }


@pytest.mark.parametrize("command", CURLS)
def test_each_curl_example_is_answered(command, environment, visit):
    """Read as curl reads it: which method, which headers, which body, to which address."""
    for name, value in environment.items():
        command = command.replace(f"${name}", value)
    words = shlex.split(command.replace("\\\n", " "))
    method, headers, body, target = "GET", {}, None, ""
    iterator = iter(words[1:])
    for word in iterator:
        match word:
            case "-X":
                method = next(iterator)
            case "-H":
                name, _, value = next(iterator).partition(": ")
                headers[name] = value
            case "-d":
                body, method = next(iterator), "POST" if method == "GET" else method
            case "-s" | "-i":
                pass
            case _:
                target = word
    path = target.removeprefix(environment["GRADMARK"])
    answer = visit.app.test_client().open(
        f"/api/v1{path}", method=method, headers=headers, data=body
    )
    assert answer.status_code < 300, answer.text


@pytest.mark.parametrize("program", PROGRAMS)
def test_each_program_runs(program, environment):
    run = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip()


def test_the_page_has_examples_of_both_kinds():
    assert len(CURLS) >= 6
    assert len(PROGRAMS) >= 2


def test_every_address_on_the_page_exists():
    written = re.findall(r"`(GET|POST|PATCH|PUT|DELETE) (/[^`? ]*)", PAGE)
    known = {(method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path)) for method, path in METHODS}

    assert written
    assert set(written) <= known


def test_the_tables_are_the_codes():
    def first_cells(heading):
        section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
        return re.findall(r"^\| `([\w-]+)`", section, re.MULTILINE)

    assert first_cells("Tokens") == list(Scope)
    assert first_cells("When something is refused") == [one.name for one in KINDS]


def test_the_numbers_are_the_codes():
    assert f"{', '.join(map(str, LIFETIMES[:-1]))} or {LIFETIMES[-1]} days" in PAGE
    assert f"at most {MOST_TOKENS} tokens" in PAGE
    assert f"{KEPT_HOURS} hours" in PAGE
    assert f"{REQUESTS.times} reads" in PAGE
    assert f"{CHANGES.times} changes" in PAGE


def test_what_a_problem_looks_like_is_what_is_answered(visit, environment):
    shown = json.loads(re.search(r"```json\n(.*?)```", PAGE, re.DOTALL).group(1))
    answer = visit.ask("instructor", "POST", "/courses", {"title": ""}).json

    assert set(shown) == set(answer)
    assert {**answer, "type": "", "request_id": ""} == {**shown, "type": "", "request_id": ""}
