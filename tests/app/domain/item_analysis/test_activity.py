import datetime as dt

from app.domain.item_analysis import activity

NOON = dt.datetime(2026, 3, 4, 12, 40, tzinfo=dt.UTC)  # a Wednesday


def test_nothing_done_has_no_spans():
    assert activity([]).spans == ()


def test_two_days_are_told_by_hours_with_the_empty_ones_between():
    found = activity([NOON + dt.timedelta(hours=3), NOON, NOON + dt.timedelta(minutes=10)])

    begins = NOON.replace(minute=0)
    assert found.step == "hour"
    assert found.spans == tuple(
        (begins + dt.timedelta(hours=hour), count) for hour, count in enumerate((2, 0, 0, 1))
    )


def test_weeks_of_work_are_told_by_days_in_utc():
    late = dt.datetime(2026, 3, 6, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-2)))
    found = activity([NOON, late])

    assert found.step == "day"
    assert [(begins.day, count) for begins, count in found.spans] == [
        (4, 1),
        (5, 0),
        (6, 0),
        (7, 1),
    ]
    assert {begins.hour for begins, _ in found.spans} == {0}


def test_a_term_is_told_by_weeks_from_mondays():
    found = activity([NOON, NOON + dt.timedelta(days=70)])

    assert found.step == "week"
    assert len(found.spans) == 11
    assert {begins.weekday() for begins, _ in found.spans} == {0}
    assert sum(count for _, count in found.spans) == 2
