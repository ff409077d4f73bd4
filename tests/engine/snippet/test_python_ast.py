import ast
import gc
import threading
import time

import pytest

from engine.snippet.python_ast import python_expression, python_program

PROGRAM = "\n".join(f"y{i} = (x * {i} + (x - (x * (x + 1)))).sum()" for i in range(40))
EXPRESSION = f"[{', '.join(line.partition(' = ')[2] for line in PROGRAM.splitlines())}]"


class HandsOver:
    """Garbage that lets another thread go on when it is collected, as a closing file does."""

    def __init__(self):
        self.myself = self

    def __del__(self):
        time.sleep(0)


@pytest.fixture
def collecting_often():
    before = gc.get_threshold()
    gc.set_threshold(50)
    yield
    gc.set_threshold(*before)


@pytest.mark.parametrize(
    ("parse", "text"), [(python_program, PROGRAM), (python_expression, EXPRESSION)]
)
@pytest.mark.usefixtures("collecting_often")
def test_threads_that_parse_while_garbage_is_collected_do_not_disturb_each_other(parse, text):
    failures = []

    def go_on():
        try:
            for _ in range(50):
                for _ in range(5):
                    HandsOver()
                parse(text)
        except SystemError as error:
            failures.append(error)

    threads = [threading.Thread(target=go_on) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.usefixtures("collecting_often")
def test_who_parses_in_the_middle_of_it_does_not_disturb_either():
    parsed = []

    class Parses(HandsOver):
        def __del__(self):
            parsed.append(ast.parse("x * (y + 1)", mode="eval"))

    for _ in range(200):
        Parses()
        python_program(PROGRAM)
    assert parsed
