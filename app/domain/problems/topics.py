"""The topics that problems belong to, in the order in which they are taught."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """One topic.

    Attributes:
        slug: Its name in addresses, files and commands.
        title: Its name for people.
        summary: One sentence for the student.
        order: Its place in the teaching order, from 1.
    """

    slug: str
    title: str
    summary: str
    order: int


TOPICS = (
    Topic(
        slug="scalar-outputs",
        title="One number at the end",
        summary="What backward() does when the output is a single number, and when it is not.",
        order=1,
    ),
    Topic(
        slug="reductions",
        title="Sums, means and lengths",
        summary="What sum(), mean() and norm() send back to each component.",
        order=2,
    ),
    Topic(
        slug="functions",
        title="Functions on the way",
        summary="How powers, quotients, roots, logarithms and their like hand a gradient back.",
        order=3,
    ),
    Topic(
        slug="grad-tensors",
        title="Weighting a vector output",
        summary="What the tensor passed to backward() does to every gradient behind a vector.",
        order=4,
    ),
    Topic(
        slug="broadcasting",
        title="Stretched to fit",
        summary="What comes back to a tensor that was used in several places at once.",
        order=5,
    ),
    Topic(
        slug="matmul",
        title="Dot products and matrices",
        summary="Which factor has to be turned over on the way back through dot() and @.",
        order=6,
    ),
    Topic(
        slug="repeated-backward",
        title="Calling backward() again",
        summary="How gradients add up in the leaves over several backward() calls.",
        order=7,
    ),
    Topic(
        slug="several-losses",
        title="Several losses",
        summary="How losses that share a leaf share its gradient.",
        order=8,
    ),
    Topic(
        slug="zeroing",
        title="Zeroing gradients",
        summary="What zero_(), grad = None and forgetting both leave behind.",
        order=9,
    ),
    Topic(
        slug="leaves",
        title="Leaves and non-leaves",
        summary="Reading is_leaf, requires_grad and grad_fn, and knowing which tensors keep a gradient.",
        order=10,
    ),
    Topic(
        slug="freed-graphs",
        title="Graphs that are gone",
        summary="When a second backward() works, when it does not, and what retain_graph changes.",
        order=11,
    ),
    Topic(
        slug="detaching",
        title="Cutting the graph",
        summary="What detach(), no_grad() and plain constants keep from the gradient.",
        order=12,
    ),
    Topic(
        slug="loops",
        title="Loops and branches",
        summary="How the graph grows with the steps that the data really took.",
        order=13,
    ),
    Topic(
        slug="descent",
        title="Steps downhill",
        summary="Gradient descent by hand: updating a leaf, and what goes wrong in place.",
        order=14,
    ),
    Topic(
        slug="several-outputs",
        title="Lists of outputs and inputs",
        summary="What torch.autograd.backward and torch.autograd.grad do, and where their results go.",
        order=15,
    ),
    Topic(
        slug="second-derivatives",
        title="Gradients of gradients",
        summary="What create_graph=True makes possible.",
        order=16,
    ),
    Topic(
        slug="special-points",
        title="Corners, ties and edges",
        summary="What PyTorch answers where a derivative does not exist or has no bound.",
        order=17,
    ),
    Topic(
        slug="puzzles",
        title="Puzzles",
        summary="Short programs whose gradients surprise, until one looks at the graph.",
        order=18,
    ),
)


def find_topic(slug: str) -> Topic:
    """Give the topic of this slug; `grad_tensors` is read as `grad-tensors`.

    Raises:
        KeyError: There is no such topic.
    """
    wanted = slug.replace("_", "-")
    for topic in TOPICS:
        if topic.slug == wanted:
            return topic
    raise KeyError(slug)
