"""The same programs by hand in NumPy, and for other engines, each in its own idiom."""

from collections.abc import Callable
from typing import Any

import autograd
import autograd.numpy as anp
import mygrad
import numpy as np

from tests.bench.engine.programs import Step

_A, _B, _C = ([1.0, 2.0, 3.0], [0.5, 2.0, 3.0], [1.0, 2.0, 5.0])
_Z = [0.5, 0.25, 0.125]
_WEIGHTS = [1.0, 0.5, 2.0]
_FEW = [0.1, 1.0, 0.0001]


def _floats(*values: Any) -> list[Any]:
    return [np.asarray(value, np.float32) for value in values]


def _network() -> list[Any]:
    draw = np.random.default_rng(0).standard_normal
    return _floats(draw((8, 4)), draw((8, 1)), draw((4, 3)), np.zeros(3), draw((3, 1)), np.zeros(1))


def by_hand_weighted_sum() -> Step:
    """(a) in NumPy, derivatives worked out by hand."""
    a, b, c, w = _floats(_A, _B, _C, _WEIGHTS)

    def step() -> None:
        _ = 3 * a + 2 * b * b + np.log(c)
        _ = 3 * w, 4 * b * w, w / c

    return step


def by_hand_doubling() -> Step:
    """(b) in NumPy."""
    x, w = _floats(_A, _FEW)

    def step() -> None:
        y, factor = x * 2, 2
        while np.sqrt((y * y).sum()) < 1000:
            y, factor = y * 2, factor * 2
        _ = factor * w

    return step


def by_hand_repeated() -> Step:
    """(c) in NumPy."""
    x, z, w = _floats(_A, _Z, _WEIGHTS)

    def step() -> None:
        y, tape = x, []
        for _ in range(5):
            before = y
            y = np.tanh(y * z + x)
            tape.append((before, y))
            y = y - z
        gx, gz = np.zeros(3, np.float32), np.zeros(3, np.float32)
        for _ in range(3):
            g = w
            for before, after in reversed(tape):
                gz -= g
                g = g * (1 - after * after)
                gx += g
                gz += g * before
                g = g * z
            gx += g

    return step


def by_hand_perceptron() -> Step:
    """(d) in NumPy."""
    inputs, targets, w1, b1, w2, b2 = _network()

    def step() -> None:
        hidden = np.tanh(inputs @ w1 + b1)
        difference = hidden @ w2 + b2 - targets
        _ = (difference**2).mean()
        g = difference * (2 / 8)
        inner = (g @ w2.T) * (1 - hidden * hidden)
        for parameter, gradient in (
            (w2, hidden.T @ g), (b2, g.sum(0)), (w1, inputs.T @ inner), (b1, inner.sum(0))
        ):  # fmt: skip
            parameter -= 0.001 * gradient  # noqa: PLW2901 - in place

    return step


def mygrad_weighted_sum() -> Step:
    """(a) in MyGrad."""
    a, b, c = (mygrad.tensor(value) for value in _floats(_A, _B, _C))
    (w,) = _floats(_WEIGHTS)

    def step() -> None:
        (3 * a + 2 * b * b + mygrad.log(c)).backward(w)

    return step


def mygrad_doubling() -> Step:
    """(b) in MyGrad."""
    x, w = mygrad.tensor(_floats(_A)[0]), _floats(_FEW)[0]

    def step() -> None:
        y = x * 2
        while mygrad.linalg.norm(y) < 1000:
            y = y * 2
        y.backward(w)

    return step


def mygrad_repeated() -> Step:
    """(c) in MyGrad, which keeps no graph: each pass computes it anew."""
    x, z = (mygrad.tensor(value) for value in _floats(_A, _Z))
    (w,) = _floats(_WEIGHTS)

    def step() -> None:
        for _ in range(3):
            y = x
            for _ in range(5):
                y = mygrad.tanh(y * z + x) - z
            y.backward(w)

    return step


def mygrad_perceptron() -> Step:
    """(d) in MyGrad."""
    inputs, targets, *arrays = _network()
    parameters = [mygrad.tensor(array) for array in arrays]
    w1, b1, w2, b2 = parameters

    def step() -> None:
        hidden = mygrad.tanh(inputs @ w1 + b1)
        ((hidden @ w2 + b2 - targets) ** 2).mean().backward()
        for parameter in parameters:
            parameter.data -= 0.001 * parameter.grad

    return step


def autograd_weighted_sum() -> Step:
    """(a) in HIPS autograd."""
    a, b, c, w = _floats(_A, _B, _C, _WEIGHTS)
    pull_back = autograd.make_vjp(lambda p: 3 * p[0] + 2 * p[1] * p[1] + anp.log(p[2]))

    def step() -> None:
        vjp, _ = pull_back((a, b, c))
        vjp(w)

    return step


def autograd_doubling() -> Step:
    """(b) in HIPS autograd."""
    x, w = _floats(_A, _FEW)

    def doubled(x: Any) -> Any:
        y = x * 2
        while anp.linalg.norm(y) < 1000:
            y = y * 2
        return y

    pull_back = autograd.make_vjp(doubled)

    def step() -> None:
        vjp, _ = pull_back(x)
        vjp(w)

    return step


def autograd_repeated() -> Step:
    """(c) in HIPS autograd."""
    x, z, w = _floats(_A, _Z, _WEIGHTS)

    def twenty(p: Any) -> Any:
        y = p[0]
        for _ in range(5):
            y = anp.tanh(y * p[1] + p[0]) - p[1]
        return y

    pull_back = autograd.make_vjp(twenty)

    def step() -> None:
        vjp, _ = pull_back((x, z))
        for _ in range(3):
            vjp(w)

    return step


def autograd_perceptron() -> Step:
    """(d) in HIPS autograd."""
    inputs, targets, *parameters = _network()

    def loss(p: Any) -> Any:
        hidden = anp.tanh(anp.dot(inputs, p[0]) + p[1])
        return anp.mean((anp.dot(hidden, p[2]) + p[3] - targets) ** 2)

    gradient = autograd.grad(loss)

    def step() -> None:
        for parameter, g in zip(parameters, gradient(tuple(parameters)), strict=True):
            parameter -= 0.001 * g  # noqa: PLW2901 - in place

    return step


PEERS: dict[str, dict[str, Callable[[], Step]]] = {
    "a": {
        "NumPy by hand": by_hand_weighted_sum,
        "MyGrad": mygrad_weighted_sum,
        "HIPS autograd": autograd_weighted_sum,
    },
    "b": {
        "NumPy by hand": by_hand_doubling,
        "MyGrad": mygrad_doubling,
        "HIPS autograd": autograd_doubling,
    },
    "c": {
        "NumPy by hand": by_hand_repeated,
        "MyGrad": mygrad_repeated,
        "HIPS autograd": autograd_repeated,
    },
    "d": {
        "NumPy by hand": by_hand_perceptron,
        "MyGrad": mygrad_perceptron,
        "HIPS autograd": autograd_perceptron,
    },
}
"""For each program the others that run it; PyTorch and our engine run `programs.PROGRAMS`."""
