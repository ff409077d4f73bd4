"""The engine does with every program what PyTorch does, to the character."""

import pytest

from tests.oracle.runner import (
    families,
    programs,
    recorded,
    recorded_release,
    run_as_snippet,
    run_in_torch,
    run_on_engine,
    torch_if_present,
)

FAMILIES = families()
PROGRAMS = {family: programs(family) for family in FAMILIES}
RECORDED = {family: recorded(family) for family in FAMILIES}
EACH = [
    pytest.param(family, title, id=f"{family}: {title}")
    for family in FAMILIES
    for title in PROGRAMS[family]
]


@pytest.mark.parametrize(("family", "title"), EACH)
def test_the_engine_does_what_was_recorded_from_pytorch(family: str, title: str) -> None:
    assert run_on_engine(PROGRAMS[family][title]) == RECORDED[family].get(title)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_snippet_does_what_was_recorded_or_is_refused(family: str) -> None:
    outcomes = {title: run_as_snippet(text) for title, text in PROGRAMS[family].items()}
    run = {title: outcome for title, outcome in outcomes.items() if outcome is not None}
    differing = {
        title: outcome for title, outcome in run.items() if outcome != RECORDED[family].get(title)
    }
    assert differing == {}


def test_nearly_all_programs_are_snippets() -> None:
    texts = [text for family in FAMILIES for text in PROGRAMS[family].values()]
    assert sum(run_as_snippet(text) is not None for text in texts) > 0.9 * len(texts)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_record_holds_exactly_the_programs_there_are(family: str) -> None:
    assert list(RECORDED[family]) == list(PROGRAMS[family])


def test_there_are_enough_programs() -> None:
    assert len(EACH) >= 1500


@pytest.mark.parametrize("family", FAMILIES)
def test_the_record_is_what_the_installed_pytorch_does(family: str) -> None:
    torch = torch_if_present()
    if torch is None:
        assert recorded_release(family) == "2.13.0"
        return
    assert torch.__version__.split("+")[0] == recorded_release(family)
    differing = [
        title
        for title, text in PROGRAMS[family].items()
        if run_in_torch(text) != RECORDED[family].get(title)
    ]
    assert differing == []
