from app.domain.diagnosis import Diagnosis, Finding
from app.domain.item_analysis import (
    NOT_DIAGNOSED,
    UNRECOGNISED,
    WrongAnswer,
    codes_of,
    tally,
)


def finding(*codes):
    return Finding(codes, 1.0, ("q",), alternatives=(("zeroing-gives-none",),))


def wrong(student, item, *findings, is_newest=False):
    return WrongAnswer(student, item, Diagnosis(findings, recognised=bool(findings)), is_newest)


def test_a_wrong_answer_counts_for_its_best_finding_and_for_both_of_a_pair():
    both = Diagnosis((finding("overwrites", "sum-as-mean"), finding("detach-ignored")), True)

    assert codes_of(both) == ("overwrites", "sum-as-mean")
    assert codes_of(Diagnosis((), recognised=False)) == (UNRECOGNISED,)
    assert codes_of(None) == (NOT_DIAGNOSED,)


def test_students_are_counted_once_and_submissions_each():
    found = tally(
        [
            wrong("ada", 1, finding("overwrites")),
            wrong("ada", 1, finding("overwrites"), is_newest=True),
            wrong("ada", 2, finding("overwrites")),
            wrong("blaise", 2, finding("overwrites")),
            wrong("blaise", 2, is_newest=True),
        ]
    )

    overwrites, unrecognised = found
    assert (overwrites.code, overwrites.submissions) == ("overwrites", 4)
    assert overwrites.students == {"ada", "blaise"}
    assert overwrites.still == {"ada"}
    assert dict(overwrites.items) == {1: {"ada"}, 2: {"ada", "blaise"}}
    assert (unrecognised.code, unrecognised.students) == (UNRECOGNISED, {"blaise"})
    assert unrecognised.still == {"blaise"}


def test_what_most_students_show_comes_first():
    found = tally(
        [
            wrong("ada", 1, finding("sum-as-mean")),
            wrong("ada", 2, finding("sum-as-mean")),
            wrong("ada", 1, finding("overwrites")),
            wrong("blaise", 1, finding("overwrites")),
        ]
    )

    assert [belief.code for belief in found] == ["overwrites", "sum-as-mean"]


def test_a_class_without_wrong_answers_believes_nothing_wrong():
    assert tally([]) == ()
