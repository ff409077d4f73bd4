"""A pool holds different texts that may be dealt, each with its truth."""

from app.domain.authoring import POOL, make_pool
from app.domain.diagnosis import deal
from app.domain.problems import find_truth, parse_problem
from tests.app.domain.authoring.files import FILE, changed


def pool_of(text: str):
    steps = make_pool(parse_problem(text, slug="a-file"))
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def test_a_pool_holds_as_many_texts_as_a_problem_must_have_and_none_twice():
    pool = pool_of(FILE)
    assert len(pool) == POOL
    assert len({dealt.variant.code for dealt in pool}) == POOL


def test_what_waits_in_a_pool_is_what_its_seed_deals():
    problem = parse_problem(FILE, slug="a-file")
    for dealt in pool_of(FILE)[::100]:
        assert dealt == deal(problem, dealt.variant.seed)
        assert dealt.truth == find_truth(dealt.variant)


def test_few_texts_make_a_small_pool():
    few = changed("[2, 3, 4, 5, 6, 7]", "[2, 3]").replace("size = 3", "size = 1")
    assert len(pool_of(few)) == 26
