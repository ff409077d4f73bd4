"""docs/engine.md says how to add an operation; what it shows works."""

import re
from pathlib import Path

from engine.autograd import tensor
from engine.autograd.primitive import Primitive

GUIDE = (Path(__file__).parents[3] / "docs" / "engine.md").read_text()


def test_the_operation_of_the_guide_can_be_declared_and_differentiated_twice():
    (declaration,) = re.findall(r"^    cube: .*?^    \)$", GUIDE, re.MULTILINE | re.DOTALL)
    names = {"Primitive": Primitive}
    exec(re.sub("^    ", "", declaration, flags=re.MULTILINE), names)
    x = tensor([2.0, -1.0], requires_grad=True)
    y = names["cube"](x)
    assert y.grad_fn.name() == "CubeBackward0"
    y.sum().backward(create_graph=True)
    assert x.grad.tolist() == [12.0, 3.0]
    slope, x.grad = x.grad, None
    slope.sum().backward()
    assert x.grad.tolist() == [12.0, -6.0]


def test_every_file_and_folder_the_guide_names_is_there():
    root = Path(__file__).parents[3]
    inside = ("", "engine", "engine/autograd", "engine/autograd/operations", "engine/snippet")
    inside += ("engine/snippet/inspection",)
    places = [root / place for place in (*inside, "tests/oracle")]
    for name in re.findall(r"`([\w/]+(?:\.(?:py|txt)|/))`", GUIDE):
        assert any((place / name).exists() for place in places), name
