import pytest

from app.domain.item_analysis import Structure, structure_of
from app.domain.problems import instantiate, library


def structure(code):
    return structure_of(f"import torch\n{code}")


LEAF = "x = torch.tensor([1.0, 2.0], requires_grad=True)\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (f"{LEAF}y = (2.0 * x).sum()\ny.backward()", Structure(1, 2, False)),
        (
            f"{LEAF}y = (x * x).exp().sum()\ny.backward(retain_graph=True)\ny.backward()",
            Structure(2, 3, False),
        ),
        (f"{LEAF}for n in range(3):\n    (x * x).sum().backward()", Structure(3, 2, False)),
        (f"{LEAF}y = (x + torch.ones(3, 2)).sum()\ny.backward()", Structure(1, 2, True)),
        (f"{LEAF}y = x.sum()\ng, = torch.autograd.grad(y, x)", Structure(1, 1, False)),
        (f"{LEAF}y = x.sum()", Structure(0, 1, False)),
        (f"{LEAF}y = (x * x).detach().sum()", Structure(0, 1, False)),
    ],
)
def test_structure_is_read_off_the_run(code, expected):
    assert structure(code) == expected


def test_a_number_that_decides_what_is_done_is_not_passed_over():
    code = "x = torch.tensor({}, requires_grad=True)\nif x > 0:\n    (x * x).backward()\nx.sum().backward()"

    assert structure(code.format(1.5)).backward_passes == 2
    assert structure(code.format(-1.5)).backward_passes == 1


def test_whole_numbers_are_kept_as_they_are():
    code = f"{LEAF}for n in range(%d):\n    (x * x).sum().backward()"

    assert [structure(code % turns).backward_passes for turns in (1, 2, 5)] == [1, 2, 5]


def test_what_the_engine_refuses_has_no_structure():
    assert structure("import os") is None


def test_a_run_that_is_too_long_to_be_told_whole_has_no_structure():
    turns = f"{LEAF}for n in range(2000):\n    (x * x).sum().backward()"

    assert structure(turns) is None


def test_variants_of_one_text_have_one_structure_whatever_is_drawn():
    """The short cut over decimals changes nothing: compared with a run of each variant's own text."""
    for problem in library()[::7]:
        for seed in range(3):
            one = instantiate(problem, seed)
            own = structure_of(f"{one.code}\ndecided = 1 < 2", legacy=one.legacy)
            found = structure_of(one.code, legacy=one.legacy)
            assert found is not None
            assert found == own, (problem.slug, seed)
