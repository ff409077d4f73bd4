"""The graph as data: what stands in it, and what flowed."""

from app.domain.explanation import described
from tests.app.domain.explanation.programs import explained

DESCENT = (
    "w = torch.tensor(3., requires_grad=True)\nfor i in range(2):\n    loss = w * w\n"
    "    loss.backward()\n    w.data = w.data - 0.5 * w.grad\n    w.grad = None"
)


def test_each_step_of_a_loop_has_its_own_place_with_the_value_of_its_time():
    graph = explained(DESCENT).graph
    leaf, *steps = graph.vertices
    assert (leaf.title, leaf.value, leaf.grad) == ("w", "0", "None")
    assert [(step.title, step.name, step.value) for step in steps] == [
        ("MulBackward0", "loss", "9"),
        ("MulBackward0", "loss", "0"),
    ]
    assert [link.value for link in graph.links] == ["3", "0"]


def test_a_value_taken_twice_gets_two_parts_back():
    (link,) = explained("x = torch.tensor(3., requires_grad=True)\n(x * x).backward()").graph.links
    (cotangent,) = link.cotangents
    assert (cotangent.number, cotangent.parts, cotangent.text) == (1, ("3", "3"), "3 + 3")


def test_backward_may_begin_in_the_middle_and_at_a_leaf():
    graph = explained(
        "x = torch.tensor(3., requires_grad=True)\ny = x * 2\nz = y.exp()\n"
        "y.backward(retain_graph=True)\nx.backward()"
    ).graph
    begun = {ending.place: [one.text for one in ending.cotangents] for ending in graph.endings}
    leaf, double, power = (vertex.place for vertex in graph.vertices)
    assert begun == {leaf: ["1"], double: ["1"], power: []}


def test_constants_and_what_only_weighs_are_told_apart():
    graph = explained(
        "x = torch.ones(2, requires_grad=True)\nv = torch.ones(2, requires_grad=True)\n"
        "c = torch.ones(2)\n(x * c).backward(v)"
    ).graph
    assert [vertex.title for vertex in graph.vertices] == ["x", "v", "MulBackward0"]
    assert all(link.source != graph.vertices[1].place for link in graph.links)


def test_the_graph_is_told_in_sentences_too():
    assert list(described(explained(DESCENT).graph)) == [
        "Leaf w is 0; w.grad is None.",
        (
            "MulBackward0 (loss) takes Leaf w and gives 9. Backward begins here with 1. "
            "It sends 3 + 3 back to Leaf w."
        ),
        (
            "MulBackward0 (loss) takes Leaf w and gives 0. Backward begins here with 1. "
            "It sends 0 + 0 back to Leaf w."
        ),
    ]
