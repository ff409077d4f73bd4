"""What a program raises is an outcome, in the words of Python and PyTorch; what is ours is not."""

import pytest

from engine.snippet import LimitExceeded, Raised, UnsupportedSyntax, parse
from engine.snippet.vocabulary import MODULES

RAISES = {
    "None has no gradient to zero": (
        "torch.tensor(1.).grad.zero_()",
        "AttributeError",
        "'NoneType' object has no attribute 'zero_'",
    ),
    "a float has no backward": (
        "(1.5).backward()",
        "AttributeError",
        "'float' object has no attribute 'backward'",
    ),
    "a list has no backward": (
        "[1].backward()",
        "AttributeError",
        "'list' object has no attribute 'backward'",
    ),
    "None takes no data": (
        "x = None\nx.data = 1",
        "AttributeError",
        "'NoneType' object has no attribute 'data'",
    ),
    "None times a number": (
        "None * 2",
        "TypeError",
        "unsupported operand type(s) for *: 'NoneType' and 'int'",
    ),
    "None += a number": (
        "g = None\ng += 1",
        "TypeError",
        "unsupported operand type(s) for +=: 'NoneType' and 'int'",
    ),
    "None has no items": ("x = None\nx[0]", "TypeError", "'NoneType' object is not subscriptable"),
    "None takes no items": (
        "x = None\nx[0] = 1",
        "TypeError",
        "'NoneType' object does not support item assignment",
    ),
    "None cannot be called": ("x = None\nx()", "TypeError", "'NoneType' object is not callable"),
    "a number has no items to go through": (
        "for i in 3:\n    pass",
        "TypeError",
        "'int' object is not iterable",
    ),
    "a number has no length": ("len(3)", "TypeError", "object of type 'int' has no len()"),
    "a number does not unpack": ("a, b = 3", "TypeError", "cannot unpack non-iterable int object"),
    "too few to unpack": (
        "a, b = [1]",
        "ValueError",
        "not enough values to unpack (expected 2, got 1)",
    ),
    "too many to unpack": ("a, b = 'abc'", "ValueError", "too many values to unpack (expected 2)"),
    "division by zero": ("1 / 0", "ZeroDivisionError", "division by zero"),
    "an index outside": ("[1][2]", "IndexError", "list index out of range"),
    "a missing key": ("{}['k']", "KeyError", "'k'"),
    "a list as a key": ("{[]: 1}", "TypeError", "unhashable type: 'list'"),
    "a name bound later": ("print(x)\nx = 1", "NameError", "name 'x' is not defined"),
    "a local bound later": (
        "x = 1\ndef f():\n    print(x)\n    x = 2\nf()",
        "UnboundLocalError",
        "cannot access local variable 'x' where it is not associated with a value",
    ),
    "a free name bound later": (
        "def f():\n    g = lambda: x\n    g()\n    x = 1\nf()",
        "NameError",
        "cannot access free variable 'x' where it is not associated with a value in enclosing scope",
    ),
    "a number too large for a float": (
        "10 ** 400 * 1.0",
        "OverflowError",
        "int too large to convert to float",
    ),
    "an argument missing": (
        "def f(a, b, c, d=1):\n    pass\nf()",
        "TypeError",
        "f() missing 3 required positional arguments: 'a', 'b', and 'c'",
    ),
    "an argument too many": (
        "def f(a):\n    pass\nf(1, 2)",
        "TypeError",
        "f() takes 1 positional argument but 2 were given",
    ),
    "arguments too many for defaults": (
        "def f(a, b=1):\n    pass\nf(1, 2, 3)",
        "TypeError",
        "f() takes from 1 to 2 positional arguments but 3 were given",
    ),
    "no argument wanted": (
        "def f():\n    pass\nf(1)",
        "TypeError",
        "f() takes 0 positional arguments but 1 was given",
    ),
    "an unknown keyword": (
        "def f(a):\n    pass\nf(b=1)",
        "TypeError",
        "f() got an unexpected keyword argument 'b'",
    ),
    "an argument given twice": (
        "def f(a):\n    pass\nf(1, a=1)",
        "TypeError",
        "f() got multiple values for argument 'a'",
    ),
    "strings do not sum": (
        "sum(['a'], '')",
        "TypeError",
        "sum() can't sum strings [use ''.join(seq) instead]",
    ),
    "an empty minimum": ("min([])", "ValueError", "min() arg is an empty sequence"),
    "ordering unlike things": (
        "'a' < 1",
        "TypeError",
        "'<' not supported between instances of 'str' and 'int'",
    ),
    "a format on a list": (
        "f'{[1]:>3}'",
        "TypeError",
        "unsupported format string passed to list.__format__",
    ),
    "what max along a dimension gives has no backward": (
        "torch.ones(2).max(0).backward()",
        "AttributeError",
        "'torch.return_types.max' object has no attribute 'backward'",
    ),
    "a size takes sizes only": (
        "torch.ones(1).shape + ([1],)",
        "TypeError",
        "torch.Size() takes an iterable of 'int' (item 1 is 'list')",
    ),
    "a range of floats": (
        "range(1.5)",
        "TypeError",
        "'float' object cannot be interpreted as an integer",
    ),
    "a negative shift": ("1 << -1", "ValueError", "negative shift count"),
    "a tensor of several elements as a condition": (
        "if torch.ones(2):\n    pass",
        "RuntimeError",
        "Boolean value of Tensor with more than one value is ambiguous",
    ),
}


@pytest.mark.parametrize(("source", "kind", "message"), RAISES.values(), ids=RAISES.keys())
def test_what_python_raises_is_an_outcome_in_pythons_words(
    outcome, in_pytorch, source: str, kind: str, message: str
):
    assert outcome(source).error == Raised(kind, message)
    assert in_pytorch(source) in {("", Raised(kind, message)), None}


def test_output_before_an_exception_is_kept(outcome):
    result = outcome("print('before')\n1 / 0\nprint('after')")
    assert result.stdout == "before\n"
    assert result.error.type == "ZeroDivisionError"


def test_a_warning_of_the_engine_is_gathered(outcome):
    result = outcome("x = torch.ones(2, requires_grad=True)\ny = x * 2\ny.grad")
    assert len(result.warnings) == 1
    assert result.warnings[0].startswith("The .grad attribute of a Tensor that is not a leaf")


CATCHING = (
    "import torch\ntry:\n    {}\nexcept:\n    print('caught')\nfinally:\n    print('finally')"
)


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("9**9**9", LimitExceeded),
        ("torch.ones(10**9)", LimitExceeded),
        ("print(print)", UnsupportedSyntax),
    ],
)
def test_a_refusal_is_never_caught_by_the_snippet(statement: str, refusal: type[Exception]):
    with pytest.raises(refusal):
        parse(CATCHING.format(statement)).run()


@pytest.mark.parametrize("fault", [KeyError("ours"), AttributeError("ours"), LookupError("ours")])
def test_a_fault_of_ours_is_neither_caught_nor_told_as_an_outcome(monkeypatch, fault: Exception):
    def fail(*values: object) -> None:
        raise fault

    snippet = parse(CATCHING.format("torch.exp(torch.ones(1))"))
    monkeypatch.setattr(MODULES["torch"].members["exp"], "function", fail)
    with pytest.raises(type(fault), match="ours"):
        snippet.run()
