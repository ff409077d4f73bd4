"""Whoever can write to the broker can ring, and do nothing else: a worker reads JSON and knows its tasks by name."""

import os
import uuid
from pathlib import Path

import pytest

from app.dispatch import MARK_TASK, make_celery
from app.domain.submissions import SubmissionState
from tests.worker.test_killed_worker import process, service, states, wait_until  # noqa: F401 - a fixture


class Payload:
    """What runs a command where it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self):
        return os.mkdir, (str(self.trace),)


@pytest.mark.parametrize("service", [("fresh_sqlite", "valkey_url")], indirect=True)
def test_a_worker_refuses_pickles_yaml_and_unknown_tasks_and_goes_on_marking(service, tmp_path):  # noqa: F811
    classroom, environment = service
    log, trace = tmp_path / "worker.log", tmp_path / "unpickled"
    celery = make_celery(environment["GRADMARK_BROKER_URL"])
    celery.conf.accept_content = ["json", "pickle", "yaml"]
    with process("worker", environment, log):
        wait_until(lambda: "ready." in log.read_text(errors="replace"), 30, log)
        celery.send_task(MARK_TASK, [Payload(trace)], serializer="pickle")
        celery.send_task(MARK_TASK, ["x"], serializer="yaml")
        celery.send_task("os.mkdir", [str(trace)])
        celery.send_task(MARK_TASK, [{"__class__": "x"}] * 3, {"unknown": [str(uuid.uuid4())]})
        classroom.submit(classroom.deal())
        wait_until(lambda: states(classroom) == {SubmissionState.MARKED}, 20, log)

    assert not trace.exists()
    said = log.read_text(errors="replace")
    assert "untrusted content of type pickle" in said
    assert "untrusted content of type yaml" in said
