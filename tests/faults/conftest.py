"""One stack for the experiments of a file, and the table of all figures at the end of a long run."""

from collections.abc import Callable, Iterator

import pytest

from tests.deployment.compose import ROOT
from tests.faults.experiment import Experiments, Form, read_form
from tests.faults.figures import Figures, write_table
from tests.faults.stack import Stack

_ALL = pytest.StashKey[list[Figures]]()
_PAGE = ROOT / "docs" / "reliability.md"


def pytest_configure(config: pytest.Config) -> None:
    """Begin with no figures."""
    config.stash[_ALL] = []


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the table of a long run into the page that shows it."""
    figures = session.config.stash[_ALL]
    if figures and read_form().is_long:
        write_table(_PAGE, figures)


@pytest.fixture(scope="session")
def form() -> Form:
    """The short form or the long one."""
    return read_form()


@pytest.fixture(scope="session")
def report(request: pytest.FixtureRequest) -> Callable[[Figures], None]:
    """Takes the figures of an experiment."""
    return request.config.stash[_ALL].append


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """The deployment's processes, broker and database, of this file's own."""
    stack = Stack()
    try:
        stack.start()
        yield stack
    finally:
        stack.end()


@pytest.fixture(scope="module")
def experiments(
    stack: Stack, form: Form, report: Callable[[Figures], None]
) -> Iterator[Experiments]:
    """Runs experiments on the stack."""
    experiments = Experiments(stack, form, report)
    yield experiments
    experiments.close()
