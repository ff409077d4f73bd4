"""A refusal says where, what was found and what is allowed instead."""

import time

import pytest

from engine.snippet import SnippetError, UnsupportedSyntax, parse
from engine.snippet.attributes import missing

PLACES = {
    "a construct": ("x = 1\nassert x", 2, 1, "`assert`", "use `if`"),
    "a construct inside": ("import torch\ny = [1, {2}]", 2, 9, "a set", "use a list"),
    "an unknown name": ("x = 1\ny = x + pritn(x)", 2, 9, "`pritn`", "`print`"),
    "an unknown name like one's own": (
        "weights = 1\nprint(weigths)",
        2,
        7,
        "`weigths`",
        "`weights`",
    ),
    "an unknown function": (
        "import torch\n\nx = torch.tenser(1.)",
        3,
        11,
        "`torch.tenser`",
        ["`torch", "tensor`"][1],
    ),
    "an unknown attribute": (
        "import torch\nx = torch.ones(1)\nx.backwards()",
        3,
        3,
        "`.backwards`",
        "`backward`",
    ),
    "what a small module does not have": (
        "import torch\nlayer = torch.nn.Linear(3, 1)",
        2,
        18,
        "`torch.nn.Linear`",
        "of `torch.nn` there is here: `Parameter`, `functional`",
    ),
    "an import of what a small module does not have": (
        "from torch.nn import Linear",
        1,
        22,
        "`Linear`",
        "of `torch.nn` there is here: `Parameter`, `functional`",
    ),
    "an attribute of PyTorch's that lies outside": (
        "import torch\ntorch.load('x')",
        2,
        7,
        "`torch.load`",
        "not part",
    ),
    "an unknown module": ("import numpy as np", 1, 8, "`numpy`", "`torch`"),
    "an unknown import": ("from torch import tenser", 1, 19, "`tenser`", "`tensor`"),
    "after accented letters": ("s = 'été'; y = {1}", 1, 16, "a set", "list"),
    "an attribute over two lines": (
        "import torch\ntorch.ones(1) \\\n    .gradient",
        3,
        6,
        "`.gradient`",
        "`.grad"[1:],
    ),
    "an attribute nobody assigns": (
        "import torch\nx = torch.ones(1)\nx.shape = 1",
        3,
        3,
        "`.shape`",
        "`.grad`",
    ),
    "invalid Python": ("x = (1,\ny = ", 1, 5, "not valid Python", "mend"),
    "a break outside": ("break", 1, 1, "`break`", "outside a loop"),
    "a return outside": ("x = 1\nreturn x", 2, 1, "`return`", "outside a function"),
    "a break in a function in a loop": (
        "for i in [1]:\n    def f():\n        break",
        3,
        9,
        "`break`",
        "outside a loop",
    ),
    "a keyword twice": ("print(1, end='', end='')", 1, 18, "`end`", "twice"),
    "a parameter twice": ("def f(a, a):\n    pass", 1, 10, "`a`", "twice"),
    "a format": ("x = 1\nf'{x:abc}'", 2, 1, "`abc`", "plain"),
    "a NUL": ("x = 1\ny\0", 2, 2, "NUL", "remove"),
    "while running: an attribute of another type": (
        "import torch\nx = torch.ones(1)\nx.append(1)",
        3,
        3,
        "`.append`",
        "type Tensor",
    ),
    "while running: printing a function": (
        "x = 1\nprint(x,\n      print)",
        2,
        1,
        "printing",
        "builtin_function",
    ),
}


@pytest.mark.parametrize(
    ("source", "line", "column", "found", "instead"), PLACES.values(), ids=PLACES.keys()
)
def test_a_refusal_names_place_find_and_way_out(
    source: str, line: int, column: int, found: str, instead: str
):
    with pytest.raises(UnsupportedSyntax) as caught:
        parse(source).run()
    assert (caught.value.line, caught.value.column) == (line, column)
    assert found in caught.value.message
    assert instead in caught.value.message


def test_the_text_of_a_refusal_holds_its_place():
    with pytest.raises(SnippetError, match=r"^line 2, column 1: a class of a snippet derives"):
        parse("x = 1\nclass A:\n    pass")


def test_what_is_unknown_is_refused_before_anything_runs():
    with pytest.raises(UnsupportedSyntax, match="`nothing`"):
        parse("print('ran')\nif False:\n    nothing()")


def test_a_very_long_unknown_name_is_refused_quickly():
    start = time.process_time()
    with pytest.raises(UnsupportedSyntax, match="is not known here"):
        parse(f"{'ab' * 2400} = 1\n{'ba' * 2400}")
    assert time.process_time() - start < 1.0


CALLS = ["torch.detach(3)"]


@pytest.mark.parametrize("call", CALLS)
def test_arguments_that_the_engine_does_not_take_are_refused(call: str):
    with pytest.raises(UnsupportedSyntax, match=r"does not take these arguments .*: (.*int|none)"):
        parse(f"import torch\n{call}").run()


def test_a_method_of_pythons_that_lies_outside_is_refused_not_raised():
    with pytest.raises(UnsupportedSyntax, match=r"`\.index`"):
        parse("[1].index(1)")


def test_an_attribute_of_another_type_that_python_has_is_refused_not_raised():
    refused = missing("a b", "split", (3, 4))
    assert isinstance(refused, UnsupportedSyntax)
    assert refused.message.endswith("for a value of type str")
    assert (refused.line, refused.column) == (3, 4)
    assert isinstance(missing("a b", "backward", (3, 4)), AttributeError)
