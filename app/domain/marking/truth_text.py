"""A truth in the words of an answer."""

from app.domain.problems import Truth


def truth_text(truth: Truth) -> str:
    """Write a truth as one would type or paste it: `tensor([0.3, 3.0, 0.0003])`, `None`, an error, a word.

    Numbers are rounded to 7 significant digits, which is what float32 carries.
    """
    if truth is None:
        return "None"
    if isinstance(truth, bool):
        return str(truth)
    if isinstance(truth, dict) and "text" in truth:
        return str(truth["text"])
    if isinstance(truth, dict):
        return f"{truth['raises']['type']}: {truth['raises']['message']}"
    return f"tensor({_write_numbers(truth)})"


def _write_numbers(truth: Truth) -> str:
    if isinstance(truth, list):
        return f"[{', '.join(map(_write_numbers, truth))}]"
    return truth if isinstance(truth, str) else repr(float(f"{truth:.7g}"))
