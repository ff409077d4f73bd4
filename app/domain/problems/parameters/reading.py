"""Reading `[params]`: the parameters of a problem file, in an order in which they can be drawn."""

import keyword
from collections.abc import Mapping

from app.domain.problems.fields import Table, is_name
from app.domain.problems.parameters.choices import ChoiceParameter, read_choice
from app.domain.problems.parameters.derived import DerivedParameter, read_derived
from app.domain.problems.parameters.expressions import read_expression
from app.domain.problems.parameters.numbers import SHAPES, read_numbers
from app.domain.problems.parameters.parameter import Parameter
from app.domain.texts import say

KINDS = (*SHAPES, "derived", "choice", "expression")
"""All kinds of parameters, as files say them."""


def read_parameters(entries: Mapping[str, Table]) -> tuple[Parameter, ...]:
    """Read all entries; each parameter comes after those that it needs, otherwise as in the file.

    Raises:
        ProblemError: A name or a field is not allowed; the message says what is.
    """
    names = tuple(entries)
    parameters = {name: _read_parameter(name, entries[name], names) for name in names}
    for parameter in parameters.values():
        _check_needs(parameter, parameters, entries[parameter.name])
    return tuple(parameters[name] for name in _sort(parameters, entries))


def _read_parameter(name: str, table: Table, names: tuple[str, ...]) -> Parameter:
    if not is_name(name) or keyword.iskeyword(name):
        raise table.error(
            None, say("must be named with ASCII letters, digits and `_`, a letter first")
        )
    parameter = _read_fields(name, table.one_of("kind", KINDS), table, names)
    table.finish()
    return parameter


def _read_fields(name: str, kind: str, table: Table, names: tuple[str, ...]) -> Parameter:
    match kind:
        case "derived":
            return read_derived(name, table)
        case "choice":
            return read_choice(name, table, names)
        case "expression":
            return read_expression(name, table, names)
    return read_numbers(name, kind, table)


def _check_needs(parameter: Parameter, others: Mapping[str, Parameter], table: Table) -> None:
    """Check that what a parameter is made of is there, and of a kind that it can be made of."""
    for need in sorted(parameter.needs):
        other = others.get(need)
        if isinstance(parameter, DerivedParameter):
            if other is None:
                raise table.error("expr", say("names `%(name)s`, which is no parameter", name=need))
            if other.is_fragment:
                raise table.error(
                    "expr",
                    say("names `%(name)s`, which stands for code, not for numbers", name=need),
                )
        elif isinstance(other, ChoiceParameter) and other.statements:
            raise table.error(
                "from",
                say(
                    "names `%(name)s`, whose fragments are statements and need lines of their own",
                    name=need,
                ),
            )


def _sort(parameters: Mapping[str, Parameter], entries: Mapping[str, Table]) -> list[str]:
    ordered: list[str] = []
    while len(ordered) < len(parameters):
        pending = [name for name in parameters if name not in ordered]
        ready = [name for name in pending if parameters[name].needs <= set(ordered)]
        if not ready:
            # Whoever waits here waits for somebody who waits: follow them until one comes again.
            chain = [pending[0]]
            while chain[-1] not in chain[:-1]:
                chain.append(min(parameters[chain[-1]].needs & set(pending)))
            cycle = chain[chain.index(chain[-1]) :]
            raise entries[cycle[0]].error(
                None, say("needs itself: %(cycle)s", cycle=" → ".join(cycle))
            )
        ordered += ready
    return ordered
