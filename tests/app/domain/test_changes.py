from app.domain.changes import ACTIONS, FAMILIES, Action, actions_of, differing


def test_every_action_has_a_name_and_one_family():
    assert set(ACTIONS) == set(Action)
    assert sorted(one for family in FAMILIES for one in actions_of(family)) == sorted(Action)


def test_only_fields_that_differ_are_kept():
    before, after = {"points": 3, "reason": "ill", "text": "x"}, {"points": 4, "reason": "ill"}

    assert differing(before, after) == ({"points": 3, "text": "x"}, {"points": 4})
    assert differing(after, after) == ({}, {})
