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
        slug="grad-tensors",
        title="Weighting a vector output",
        summary="What the tensor passed to backward() does to every gradient behind a vector.",
        order=1,
    ),
    Topic(
        slug="repeated-backward",
        title="Calling backward() again",
        summary="How gradients add up in the leaves over several backward() calls.",
        order=2,
    ),
    Topic(
        slug="zeroing",
        title="Zeroing gradients",
        summary="What zero_(), grad = None and forgetting both leave behind.",
        order=3,
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
