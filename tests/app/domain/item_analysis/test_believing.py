from app.domain.item_analysis import UNRECOGNISED, WrongAnswer, tally


def wrong(student, item, *codes, is_newest=False):
    return WrongAnswer(student, item, codes or (UNRECOGNISED,), is_newest)


def test_a_wrong_answer_counts_for_both_of_a_pair():
    found = tally([wrong("ada", 1, "overwrites", "sum-as-mean"), wrong("blaise", 1, "overwrites")])

    assert [(belief.code, len(belief.students)) for belief in found] == [
        ("overwrites", 2),
        ("sum-as-mean", 1),
    ]


def test_students_are_counted_once_and_submissions_each():
    found = tally(
        [
            wrong("ada", 1, "overwrites"),
            wrong("ada", 1, "overwrites", is_newest=True),
            wrong("ada", 2, "overwrites"),
            wrong("blaise", 2, "overwrites"),
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
            wrong("ada", 1, "sum-as-mean"),
            wrong("ada", 2, "sum-as-mean"),
            wrong("ada", 1, "overwrites"),
            wrong("blaise", 1, "overwrites"),
        ]
    )

    assert [belief.code for belief in found] == ["overwrites", "sum-as-mean"]


def test_a_class_without_wrong_answers_believes_nothing_wrong():
    assert tally([]) == ()
