"""The bounds of a snippet. Each has its own sentence, so that a refusal says which one it met."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a snippet may be, do, hold and print.

    Attributes:
        source_bytes: Length of the text in UTF-8.
        nodes: Nodes of the syntax tree.
        depth: Nesting of the syntax tree.
        steps: Statements run, calls, turns of comprehensions, and the items that lists and strings are
            built of.
        seconds: Wall time of one run.
        tensor_elements: Elements of one tensor.
        total_elements: Elements of all tensors that one run makes, added up.
        graph_nodes: Operations recorded when another backward pass begins; with `create_graph=True`
            each pass may multiply them.
        dimensions: Dimensions of one tensor.
        integer_bits: Size of a Python integer.
        length: Items of a list, tuple, dict or range, characters of a string.
        format_width: Width and precision in an f-string.
        frames: Calls of the snippet's functions inside one another.
        output_characters: Printed text.
    """

    source_bytes: int = 10_000
    nodes: int = 2_000
    depth: int = 50
    steps: int = 200_000
    seconds: float = 5.0
    tensor_elements: int = 1_000_000
    total_elements: int = 20_000_000
    graph_nodes: int = 50_000
    dimensions: int = 8
    integer_bits: int = 4_096
    length: int = 100_000
    format_width: int = 200
    frames: int = 50
    output_characters: int = 100_000


DEFAULT_LIMITS = Limits()
