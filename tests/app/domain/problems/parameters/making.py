"""Problem files made of a few lines, for tests of what stands under `[params]`."""

from app.domain.problems import parse_problem


def make_problem(params, code, ask='# expr = "x.grad"'):
    """Read a problem with these lines under `[params]` and this snippet."""
    lines = "\n".join(f"# {line}" for line in params.strip().splitlines())
    text = f'# /// gradmark\n# title = "T"\n# topic = "zeroing"\n# [params]\n{lines}\n# [[ask]]\n{ask}\n# ///\n{code}\n'
    return parse_problem(text, slug="made", file="made.py")
