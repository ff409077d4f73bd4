import uuid

from hypothesis import given
from hypothesis import strategies as st

from app.domain.credit import Prerequisite, leads_back

ids = [uuid.UUID(int=number) for number in range(6)]
waits = st.dictionaries(st.sampled_from(ids), st.sampled_from(ids))


@given(st.uuids(), st.floats(0.5, 1000))
def test_a_prerequisite_is_the_same_after_storing(assignment, points):
    needed = Prerequisite(assignment, points)
    assert Prerequisite.from_json(needed.to_json()) == needed


def test_points_are_enough_when_only_rounding_keeps_them_apart():
    needed = Prerequisite(uuid.uuid4(), 0.3)
    assert needed.is_met(0.1 + 0.2)
    assert needed.is_met(0.3 - 1e-12)
    assert not needed.is_met(0.29)


@given(waits, st.sampled_from(ids), st.sampled_from(ids))
def test_following_what_was_let_through_never_comes_back(waiting, start, needed):
    waiting.pop(start, None)
    if leads_back(start, needed, waiting):
        return
    here = needed
    for _ in ids:
        assert here != start
        here = waiting.get(here)


def test_nothing_waits_for_itself():
    assert leads_back(ids[0], ids[0], {})
    assert leads_back(ids[0], ids[1], {ids[1]: ids[2], ids[2]: ids[0]})
    assert not leads_back(ids[0], ids[1], {ids[1]: ids[2]})
