"""Steps that compare predictions with targets."""

from tests.oracle.grammar.draft import LONG, Draft, Value
from tests.oracle.grammar.leaves import literal

_OF_EQUALS = (
    "mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "binary_cross_entropy_with_logits",
)  # fmt: skip
_REDUCTIONS = ("", "", ", reduction='sum'", ", reduction='none'")


def of_equals(draft: Draft) -> None:
    """A loss of two tensors of one shape."""
    value = draft.operand()
    same = [v for v in draft.floats() if v.shape == value.shape and v.dtype == value.dtype]
    target = draft.pick(same)
    if target is value:
        return
    name = draft.pick(_OF_EQUALS)
    reduction = draft.pick(_REDUCTIONS)
    target_text = f"{target.name}.detach()" if draft.chance(50) else target.name
    text = f"torch.nn.functional.{name}({value.name}, {target_text}{reduction})"
    shape = value.shape if "none" in reduction else ()
    draft.let(text, shape, value.dtype, tracked=value.tracked or target.tracked)


def of_classes(draft: Draft) -> None:
    """A loss of scores for classes."""
    value = draft.shaped((1, 2))
    if value is None or value.size == 0:
        return
    classes = value.shape[-1]
    rows = value.shape[:-1]
    target = literal(draft, rows, tuple(map(str, range(classes))))
    name = draft.pick(("cross_entropy", "cross_entropy", "nll_loss"))
    options = draft.pick(_REDUCTIONS)
    if name == "cross_entropy" and draft.chance(25):
        options += ", label_smoothing=0.1"
    text = f"torch.nn.functional.{name}({value.name}, torch.tensor({target}){options})"
    shape = rows if "none" in options else ()
    draft.let(text, shape, value.dtype, tracked=value.tracked)


def probability(draft: Draft) -> None:
    """Probabilities, and the loss that takes them."""
    value = draft.operand()
    made = draft.let(
        f"torch.sigmoid({value.name})", value.shape, value.dtype, tracked=value.tracked
    )
    target = f"torch.ones_like({made.name})"
    text = f"torch.nn.functional.binary_cross_entropy({made.name}, {target}{draft.pick(_REDUCTIONS[:3])})"
    draft.let(text, (), value.dtype, tracked=value.tracked)


def chosen(draft: Draft, value: Value, dim: int) -> str:
    """Positions along a dimension, as a tensor in a list of them."""
    size = value.shape[dim]
    places = [str(draft.random.randrange(size)) for _ in range(draft.pick((1, 2, 3)))]
    return f"torch.tensor([{', '.join(places)}], dtype=torch.{LONG})"
