"""The engine does with every program what PyTorch does, to the character."""

import json

import pytest

from tests.oracle.runner import (
    RECORD,
    Outcome,
    programs,
    run_as_snippet,
    run_in_torch,
    run_on_engine,
    torch_if_present,
)

PROGRAMS = programs()
RECORDED = json.loads(RECORD.read_text())


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_engine_does_what_was_recorded_from_pytorch(name: str) -> None:
    assert run_on_engine(PROGRAMS[name]) == Outcome(**RECORDED["programs"][name])


def test_a_snippet_does_what_was_recorded_or_is_refused() -> None:
    outcomes = {name: run_as_snippet(text) for name, text in PROGRAMS.items()}
    run = {name: outcome for name, outcome in outcomes.items() if outcome is not None}
    differing = {
        name: outcome
        for name, outcome in run.items()
        if outcome != Outcome(**RECORDED["programs"][name])
    }
    assert differing == {}
    assert len(run) > 0.9 * len(PROGRAMS)


def test_the_record_holds_exactly_the_programs_there_are() -> None:
    assert list(RECORDED["programs"]) == list(PROGRAMS)
    assert len(PROGRAMS) >= 150


def test_the_record_is_what_the_installed_pytorch_does() -> None:
    torch = torch_if_present()
    if torch is None:
        assert RECORDED["torch"] == "2.13.0"
        return
    assert torch.__version__.split("+")[0] == RECORDED["torch"]
    differing = [
        name
        for name, text in PROGRAMS.items()
        if run_in_torch(text).to_json() != RECORDED["programs"][name]
    ]
    assert differing == []
