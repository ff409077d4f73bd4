"""Problem files made to break one gate, and their mended twins."""

from app.domain.problems import Variant, instantiate, parse_problem


def make_problem(code, params, asks=("x.grad",), **fields):
    """A problem of these lines of code, with parameters as TOML writes them."""
    fields = {"title": '"Made up"', "topic": '"zeroing"', "difficulty": "3", **fields}
    head = [f"{name} = {value}" for name, value in fields.items()]
    head += ["[params]", *(f"{name} = {value}" for name, value in params.items())]
    for ask in asks:
        head += ["[[ask]]", *([ask] if "\n" in ask or "=" in ask else [f'expr = "{ask}"'])]
    block = "\n".join(f"# {line}" for line in "\n".join(head).split("\n"))
    return parse_problem(
        f"# /// gradmark\n{block}\n# ///\nimport torch\n\n{code.strip()}\n", slug="made-up"
    )


def variants_of(problem, seeds=range(20)) -> list[Variant]:
    return [instantiate(problem, seed) for seed in seeds]
