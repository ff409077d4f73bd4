"""Problem files made to break one gate, and their mended twins."""

from app.domain.problems import Problem, Variant, instantiate, parse_problem


def make_problem(code, params, asks=('expr = "x.grad"',), **fields) -> Problem:
    """A problem of these lines of code, with fields, parameters and questions as TOML writes them."""
    fields = {"title": '"Made up"', "topic": '"zeroing"', "difficulty": "3", **fields}
    toml = [f"{name} = {value}" for name, value in fields.items()]
    toml += ["[params]", *(f"{name} = {value}" for name, value in params.items())]
    for ask in asks:
        toml += ["[[ask]]", *ask.split("\n")]
    head = "\n".join(f"# {line}" for line in toml)
    return parse_problem(
        f"# /// gradmark\n{head}\n# ///\nimport torch\n\n{code.strip()}\n", slug="made-up"
    )


def variants_of(problem, seeds=range(20)) -> list[Variant]:
    return [instantiate(problem, seed) for seed in seeds]
