"""`gradmark problems` and `gradmark sample`: what the library holds, and what it deals."""

import json
from collections.abc import Iterator
from typing import Any

import click

from app.cli.seeds import Refused, read_seeds
from app.domain.diagnosis import deal
from app.domain.marking import truth_text
from app.domain.problems import Problem, UnknownProblem, Variant, find_problem, library


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def problems(*, as_json: bool) -> None:
    """List the built-in problems."""
    for line in _as_json(library()) if as_json else _as_table(library()):
        click.echo(line)


@click.command()
@click.option("--problem", "slug", required=True, help="Which problem; see `gradmark problems`.")
@click.option("--seeds", required=True, help="A seed, or a range A:B of seeds without B.")
@click.option("--truth", "with_truth", is_flag=True, help="Give the answers too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def sample(*, slug: str, seeds: str, with_truth: bool, as_json: bool) -> None:
    """Deal variants of a problem, one for each seed."""
    try:
        problem = find_problem(slug)
    except UnknownProblem as error:
        raise Refused(str(error)) from None
    for seed in read_seeds(seeds):
        dealt = deal(problem, seed)
        variant, answers = dealt.variant, dealt.truth if with_truth else None
        if as_json:
            click.echo(json.dumps(_describe(variant, answers), allow_nan=False))
        else:
            click.echo(_write(variant, answers))


def _as_json(problems: tuple[Problem, ...]) -> Iterator[str]:
    for problem in problems:
        yield json.dumps(
            {
                "problem": problem.slug,
                "version": problem.version,
                "title": problem.title,
                "topic": problem.topic,
                "difficulty": problem.difficulty,
            }
        )


def _as_table(problems: tuple[Problem, ...]) -> Iterator[str]:
    rows = [("PROBLEM", "TITLE", "TOPIC", "DIFFICULTY", "VERSION")]
    rows += [(p.slug, p.title, p.topic, str(p.difficulty), p.version) for p in problems]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _describe(variant: Variant, answers: dict[str, Any] | None) -> dict[str, Any]:
    questions = []
    for question in variant.questions:
        described = {"id": question.id, "expr": question.expr}
        questions.append(
            described if answers is None else {**described, "truth": answers[question.id]}
        )
    return {
        "problem": variant.problem,
        "version": variant.version,
        "seed": variant.seed,
        "code": variant.code,
        "questions": questions,
    }


def _write(variant: Variant, answers: dict[str, Any] | None) -> str:
    lines = [f"# {variant.problem}, version {variant.version}, seed {variant.seed}", variant.code]
    for question in variant.questions:
        answer = "?" if answers is None else truth_text(answers[question.id])
        lines.append(f"# {question.expr or question.prompt}: {answer}")
    return "\n".join(lines) + "\n"
