"""Each gate fails on a problem that breaks just that gate, and lets the mended one pass."""

import pytest

from app.domain.problems.gates.by_hand import STEPS
from tests.app.domain.problems.gates.making import make_problem
from tests.app.domain.quality.judging import failed_gates, gate_of, report_on

VECTOR = '{ kind = "vector", size = 2, from = { start = 2, stop = 30, step = 1 } }'

TWICE = """
x = torch.tensor(a, requires_grad=True)
y = (x * torch.tensor(b)).sum()
y.backward(retain_graph=True)
y.backward()
"""


def number_from(values):
    return f'{{ kind = "number", from = {values} }}'


def test_a_sound_problem_passes_all_six_gates():
    problem = make_problem(TWICE, {"a": VECTOR, "b": VECTOR}, misconceptions='["overwrites"]')
    report = report_on(problem)
    assert report.passed
    assert [gate.number for gate in report.gates] == [1, 2, 3, 4, 5, 6]
    assert (report.problem, report.version, report.level) == ("made-up", problem.version, 3)


class TestGate1:
    CODE = """
x = torch.tensor(a, requires_grad=True)
s = k
while s < 100:
    s = s * k
(s * x).sum().backward()
"""

    def problem(self, values):
        return make_problem(self.CODE, {"a": VECTOR, "k": number_from(values)})

    def test_a_draw_that_never_ends_fails(self):
        report = report_on(self.problem([2, 4, 8, 1]), range(8))
        assert [gate.number for gate in report.gates if not gate.passed] == [1]
        (failure,) = report.gates[0].failures
        assert "more than the bound of 200000 steps" in failure.examples[0].detail
        assert "s = 1\n" in failure.examples[0].code

    def test_without_it_all_is_well(self):
        assert failed_gates(self.problem([2, 4, 8, 3, 5, 7])) == set()

    @pytest.mark.parametrize(("start", "broken"), [(-40, True), (1, False)])
    def test_a_derived_parameter_without_a_value_fails(self, start, broken):
        whole = f'{{ kind = "number", from = {{ start = {start}, stop = 12, step = 1 }} }}'
        code = "x = torch.tensor(a, requires_grad=True)\n(d * x * x).sum().backward()"
        derived = '{ kind = "derived", expr = "24 // (2 * n)" }'
        problem = make_problem(code, {"a": VECTOR, "n": whole, "d": derived})
        gate = gate_of(problem, 1, range(100))
        assert gate.passed is not broken
        if broken:
            assert gate.failures[0].examples[0].code == ""


class TestGate2:
    CODE = """
x = torch.tensor(a, requires_grad=True)
y = (x * torch.tensor(b)).sum()
z = (k * x).sum()
z.backward()
y.backward()
"""

    def problem(self, values, codes='["overwrites"]'):
        params = {"a": VECTOR, "b": VECTOR, "k": number_from(values)}
        return make_problem(self.CODE, params, misconceptions=codes)

    def test_values_that_make_no_difference_fail_where_they_come_often(self):
        assert failed_gates(self.problem([0, 1, 2])) == {2}
        (failure,) = gate_of(self.problem([0, 1, 2]), 2).failures
        assert "mostly overwrites" in failure.reason
        assert "z = (0 * x).sum()" in failure.examples[0].code

    def test_where_they_come_seldom_their_seeds_are_drawn_again(self):
        problem = self.problem([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
        assert failed_gates(problem) == set()
        figures = gate_of(problem, 2).figures
        assert 0 < figures["re-drawn seeds in %"] <= 20
        assert figures["re-drawn by overwrites"] * 2.5 == figures["re-drawn seeds in %"]

    def test_what_makes_no_difference_on_any_draw_cannot_be_dealt(self):
        gate = gate_of(self.problem([1, 2], '["no-grad-ignored"]'), 2)
        assert [failure.count for failure in gate.failures] == [40, 40]
        assert gate.failures[1].examples[0].detail == "by no-grad-ignored"

    def test_a_code_that_there_is_not_is_told_with_near_ones(self):
        problem = self.problem([1, 2], '["overwrites", "overwrite"]')
        assert failed_gates(problem) == {2}
        (failure,) = gate_of(problem, 2).failures
        assert "Did you mean overwrites" in failure.reason

    def test_misconceptions_that_answer_alike_are_noted(self):
        codes = '["overwrites", "clears-before-backward"]'
        (note,) = gate_of(self.problem([1, 2], codes), 2).notes
        assert note.startswith(
            "overwrites and clears-before-backward give the same answers on 100 %"
        )
        assert gate_of(self.problem([1, 2], '["overwrites", "value-for-gradient"]'), 2).notes == ()


class TestGate3:
    SQUARES = "[1, 4, 9, 16, 25, 36, 49, 64, 81]"

    @pytest.mark.parametrize(
        ("values", "failed"), [(SQUARES, set()), (SQUARES.replace("1, 4", "1, 2, 3, 4"), {3})]
    )
    def test_answers_that_do_not_come_out_fail_where_they_come_often(self, values, failed):
        code = "x = torch.tensor(a, requires_grad=True)\n(k * torch.sqrt(x)).sum().backward()"
        vector = f'{{ kind = "vector", size = 3, from = {values} }}'
        problem = make_problem(code, {"a": vector, "k": number_from([2, 4, 10])})
        assert failed_gates(problem) == failed
        if failed:
            (failure,) = gate_of(problem, 3).failures
            assert "no short fraction; at most 20 % may be" in failure.reason

    def test_answers_that_never_come_out_cannot_be_dealt(self):
        code = "x = torch.tensor(a, requires_grad=True)\ntorch.exp(x).sum().backward()"
        gate = gate_of(make_problem(code, {"a": VECTOR}), 3)
        assert [failure.count for failure in gate.failures] == [40, 40]
        assert gate.failures[1].reason.startswith("On every draw of the seed an answer has more")

    @pytest.mark.parametrize(("level", "failed"), [(1, {3}), (2, set())])
    def test_too_much_arithmetic_for_its_level_fails(self, level, failed):
        turns = 1 + STEPS[1] // 6
        code = f"""
x = torch.tensor(a, requires_grad=True)
y = x
for i in range({turns}):
    y = 3 * y
y.sum().backward()
"""
        vector = VECTOR.replace("size = 2", "size = 3")
        problem = make_problem(code, {"a": vector}, difficulty=level)
        assert failed_gates(problem) == failed
        if failed:
            (failure,) = gate_of(problem, 3).failures
            assert f"more than {STEPS[1]} steps" in failure.reason
            # Forward three products a turn and two sums; backward the products but for those of 1.
            steps = 3 * turns + 2 + 3 * (turns - 1)
            assert failure.examples[0].detail == f"{steps} steps"

    def test_a_higher_level_allows_more(self):
        assert list(STEPS) == [1, 2, 3, 4, 5]
        assert list(STEPS.values()) == sorted(STEPS.values())


class TestGate4:
    KINK = "x = torch.tensor(a, requires_grad=True)\ntorch.relu(x * x - 9).sum().backward()"

    @pytest.mark.parametrize(
        ("start", "fields", "failed"),
        [(2, {}, {4}), (4, {}, set()), (2, {"kink": "true"}, set())],
    )
    def test_a_value_at_a_kink_fails_unless_the_problem_is_about_it(self, start, fields, failed):
        problem = make_problem(
            self.KINK, {"a": VECTOR.replace("start = 2", f"start = {start}")}, **fields
        )
        assert failed_gates(problem) == failed
        gate = gate_of(problem, 4)
        assert gate.figures["nearest to a kink"] == (0.0 if start == 2 else 7.0)
        if failed:
            detail = gate.failures[0].examples[0].detail
            assert detail == "line 4: torch.relu(x * x - 9) is 0 from its kink"

    @pytest.mark.parametrize(("large", "failed"), [("1e8", {4}), ("1e3", set())])
    def test_what_float32_swallows_fails(self, large, failed):
        code = f"""
x = torch.tensor(a, requires_grad=True)
y = (x + {large}) - {large}
(y * y).sum().backward()
"""
        problem = make_problem(code, {"a": VECTOR})
        assert failed_gates(problem) == failed
        if failed:
            (failure,) = gate_of(problem, 4).failures
            assert "float64" in failure.reason
            assert failure.examples[0].detail.startswith("x.grad is [")


def test_few_values_fail_at_gate_5():
    def problem(stop):
        params = {"a": VECTOR, "b": VECTOR}
        return make_problem(
            TWICE, {name: text.replace("30", str(stop)) for name, text in params.items()}
        )

    assert failed_gates(problem(5)) == {5}
    assert failed_gates(problem(9)) == set()


def test_a_long_text_fails_at_gate_6():
    def problem(lines):
        code = TWICE.replace("y = ", "\n" * lines + "y = ")
        return make_problem(code, {"a": VECTOR, "b": VECTOR})

    assert failed_gates(problem(19)) == {6}
    assert failed_gates(problem(18)) == set()
