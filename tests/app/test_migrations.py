import uuid

from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

import migrations
from app.db import Database
from app.domain.credit import Rules
from app.domain.feedback import Feedback
from app.domain.roles import Joined, Role
from app.models import Assignment, Course, Enrollment, Result, Variant

# One row of each table that changed, as the release before wrote them.
ROWS_OF_0002 = (
    "insert into users (id, display_name, created_at) values (:id, 'Ada', :now)",
    (
        "insert into variants (id, user_id, problem, version, seed, code, questions, rtol, atol, created_at)"
        " values (:id, :id, 'p', 'v', 7, 'x = 1', '[]', 0.1, 0.1, :now)"
    ),
    (
        "insert into submissions (id, variant_id, user_id, attempt, idempotency_key, answers, state, tries, epoch, created_at)"
        " values (:id, :id, :id, 1, 'k', '{}', 'marked', 1, 1, :now)"
    ),
    "insert into results (submission_id, score, marks, engine_version, marked_at) values (:id, 0.5, '[]', 'e', :now)",
)


# A course with its teacher and a student, as the release before 0004 wrote them.
ROWS_OF_0003 = (
    "insert into users (id, display_name, created_at) values (:teacher, 'Grace', :now), (:student, 'Ada', :now)",
    "insert into courses (id, title, join_code, created_at) values (:course, 'Gradients', 'ABCD2345', :now)",
    (
        "insert into enrollments (course_id, user_id, role, created_at)"
        " values (:course, :teacher, 'instructor', :now), (:course, :student, 'student', :now)"
    ),
)
PLACES = {
    name: uuid.UUID(digit * 32)
    for name, digit in zip(("course", "teacher", "student"), "abc", strict=True)
}


def test_models_and_migrations_agree(database_url):
    migrations.upgrade(database_url)

    migrations.check(database_url)


def test_upgrading_twice_changes_nothing(database_url):
    migrations.upgrade(database_url)
    migrations.upgrade(database_url)

    database = Database(database_url)
    with database.reading() as session:
        assert migrations.revision_of(session.connection()) == migrations.head()
    database.dispose()


def test_a_database_without_migrations_is_not_at_head(database_url):
    database = Database(database_url)
    with database.reading() as session:
        assert migrations.revision_of(session.connection()) is None
    database.dispose()


def test_downgrading_to_base_leaves_no_table_behind(database_url):
    migrations.upgrade(database_url)
    migrations.downgrade(database_url, "base")

    database = Database(database_url)
    assert set(inspect(database.db_engine).get_table_names()) == {"alembic_version"}
    database.dispose()


def test_rows_of_the_release_before_are_kept_both_ways(database_url):
    migrations.upgrade(database_url)
    migrations.downgrade(database_url, "0002")
    database, number = Database(database_url), uuid.UUID("a" * 32)
    with database.writing() as session:
        for row in ROWS_OF_0002:
            session.execute(text(row), {"id": number.hex, "now": "2026-01-01 00:00:00.000000"})
    database.dispose()
    migrations.upgrade(database_url)

    with database.reading() as session:
        variant, result = session.get_one(Variant, number), session.get_one(Result, number)
    assert (variant.code, variant.truth, variant.predictions) == ("x = 1", None, None)
    assert (result.score, result.diagnosis) == (0.5, None)
    database.dispose()

    migrations.downgrade(database_url, "0002")
    with database.reading() as session:
        assert session.execute(text("select score from results")).scalar_one() == 0.5
    database.dispose()


def write_course_of_0003(database_url):
    database = Database(database_url)
    with database.writing() as session:
        for row in ROWS_OF_0003:
            values = {name: one.hex for name, one in PLACES.items()}
            session.execute(text(row), {**values, "now": "2026-01-01 00:00:00.000000"})
    return database


def test_courses_of_the_release_before_stay_open_and_their_people_keep_their_places(database_url):
    migrations.upgrade(database_url)
    migrations.downgrade(database_url, "0003")
    write_course_of_0003(database_url).dispose()
    migrations.upgrade(database_url)

    database = Database(database_url)
    with database.reading() as session:
        course = session.get_one(Course, PLACES["course"])
        teacher, student = (
            session.get_one(Enrollment, (course.id, PLACES[who])) for who in ("teacher", "student")
        )
    assert (course.archived_at, course.joining_open) == (None, True)
    assert (teacher.role, teacher.joined) == (Role.INSTRUCTOR, Joined.CREATOR)
    assert (student.role, student.joined) == (Role.STUDENT, Joined.CODE)
    assert not student.role_set_by_hand
    database.dispose()


def test_a_web_process_of_the_release_before_can_go_on_writing_courses(database_url):
    migrations.upgrade(database_url)
    database = write_course_of_0003(database_url)

    with database.reading() as session:
        enrollment = session.get_one(Enrollment, (PLACES["course"], PLACES["student"]))
        assert (enrollment.joined, enrollment.role_set_by_hand) == (Joined.CODE, False)
        assert session.get_one(Course, PLACES["course"]).joining_open
    database.dispose()


def test_a_release_that_knows_no_graders_takes_them_for_students(database_url):
    migrations.upgrade(database_url)
    database = write_course_of_0003(database_url)
    with database.writing() as session:
        session.get_one(Enrollment, (PLACES["course"], PLACES["student"])).role = Role.GRADER
    database.dispose()

    migrations.downgrade(database_url, "0003")

    database = Database(database_url)
    with database.reading() as session:
        roles = session.execute(text("select role from enrollments order by role")).scalars().all()
    assert roles == ["instructor", "student"]
    database.dispose()


def test_assignments_of_the_release_before_keep_their_rules_and_its_processes_can_write_more(
    database_url,
):
    migrations.upgrade(database_url)
    migrations.downgrade(database_url, "0004")
    row = "insert into assignments (id, course_id, title, created_at) values (:id, :course, 'W', :now)"
    old, new = uuid.UUID("d" * 32), uuid.UUID("e" * 32)
    values = {"course": PLACES["course"].hex, "now": "2026-01-01 00:00:00.000000"}
    database = Database(database_url)
    with database.writing() as session:
        session.execute(text(ROWS_OF_0003[1]), values)
        session.execute(text(row), {"id": old.hex, **values})
    database.dispose()

    migrations.upgrade(database_url)

    with database.writing() as session:
        session.execute(text(row), {"id": new.hex, **values})
    with database.reading() as session:
        assignments = [session.get_one(Assignment, one) for one in (old, new)]
        assert session.get_one(Course, PLACES["course"]).time_zone == "UTC"
    for assignment in assignments:
        assert (assignment.rules, assignment.feedback) == (Rules(), Feedback())
        assert assignment.prerequisite is None
    database.dispose()


ITEM_OF_0005 = (
    ROWS_OF_0003[0],
    ROWS_OF_0003[1],
    "insert into assignments (id, course_id, title, created_at) values (:course, :course, 'W', :now)",
    (
        "insert into items (id, assignment_id, position, problem, title, points, max_attempts)"
        " values (:course, :course, 1, 'p', 'P', 4, 3)"
    ),
    (
        "insert into variants (id, user_id, item_id, problem, version, seed, code, questions, rtol, atol, created_at)"
        " values (:student, :student, :course, 'p', 'v', 7, 'x = 1', '[]', 0.1, 0.1, :now)"
    ),
    (
        "insert into submissions (id, variant_id, user_id, attempt, idempotency_key, answers, state, tries, epoch, created_at)"
        " values (:student, :student, :student, 1, 'k', '{}', 'marked', 1, 1, :now)"
    ),
)


def test_a_dealt_exercise_is_its_students_first_and_keeps_its_submissions_both_ways(database_url):
    migrations.upgrade(database_url)
    migrations.downgrade(database_url, "0005")
    database, student = Database(database_url), PLACES["student"]
    values = {name: one.hex for name, one in PLACES.items()}
    with database.writing() as session:
        for row in ITEM_OF_0005:
            session.execute(text(row), {**values, "now": "2026-01-01 00:00:00.000000"})
    database.dispose()

    migrations.upgrade(database_url)

    with database.writing() as session:
        first = session.get_one(Variant, student)
        assert (first.number, first.item_id) == (1, PLACES["course"])
        assert session.execute(text("select count(*) from submissions")).scalar_one() == 1
        columns = (
            "user_id, item_id, problem, version, seed, code, questions, rtol, atol, created_at"
        )
        session.execute(
            text(
                f"insert into variants (id, number, {columns})"
                f" select :course, 2, {columns} from variants"
            ),
            {"course": PLACES["course"].hex},
        )
    database.dispose()

    migrations.downgrade(database_url, "0005")

    with database.reading() as session:
        held = session.execute(text("select count(item_id), count(*) from variants")).one()
        assert tuple(held) == (1, 2)
        assert session.execute(text("select count(*) from submissions")).scalar_one() == 1
    database.dispose()


def test_a_release_that_knows_no_time_limit_finds_every_extension_with_a_time(database_url):
    migrations.upgrade(database_url)
    migrations.downgrade(database_url, "0007")
    database = write_course_of_0003(database_url)
    times = {"now": "2026-01-01 00:00:00.000000", "assignment": "d" * 32}
    values = {**{name: one.hex for name, one in PLACES.items()}, **times}
    row = (
        "insert into extensions (assignment_id, user_id, until, minutes, reason, created_at) values"
    )
    with database.writing() as session:
        for statement in (
            "insert into assignments (id, course_id, title, created_at) values (:assignment, :course, 'W', :now)",
            f"{row} (:assignment, :student, :now, 5, 'ill', :now), (:assignment, :teacher, null, 5, '', :now)",
        ):
            names = {name: values[name] for name in values if f":{name}" in statement}
            session.execute(text(statement), names)
    database.dispose()

    migrations.downgrade(database_url, "0006")

    with database.reading() as session:
        assert session.execute(text("select reason from extensions")).scalars().all() == ["ill"]
    database.dispose()


def test_a_problem_keeps_its_pool_and_one_version_of_each_text_both_ways(database_url):
    migrations.upgrade(database_url)
    migrations.downgrade(database_url, "0015")
    database = write_course_of_0003(database_url)
    version = (
        "insert into problem_versions (id, problem_id, number, digest, text, created_at, state, tries, epoch, progress)"
        " values (:id, :course, :number, :digest, 'a text', :now, :state, 0, 0, 1)"
    )
    texts = {"course": PLACES["course"].hex, "now": "2026-01-01 00:00:00.000000"}
    dealt, between, back = (digit * 32 for digit in "123")

    def count(table):
        with database.reading() as session:
            return session.execute(text(f"select count(*) from {table}")).scalar_one()

    with database.writing() as session:
        session.execute(
            text(
                "insert into own_problems (id, course_id, slug, created_at) values (:course, :course, 'p', :now)"
            ),
            texts,
        )
        for id, number, digest, state in (
            (dealt, 1, "d1", "published"),
            (between, 2, "d2", "ready"),
        ):
            row = {"id": id, "number": number, "digest": digest, "state": state}
            session.execute(text(version), {**texts, **row})
        session.execute(
            text(
                "insert into pool_variants (version_id, number, seed, code, questions, rtol, atol, legacy, truth)"
                " values (:id, 1, 1, 'x', '[]', 0, 0, false, '{}')"
            ),
            {"id": dealt},
        )

    migrations.upgrade(database_url)

    assert count("pool_variants") == 1
    with database.writing() as session:
        row = {"id": back, "number": 3, "digest": "d1", "state": "ready"}
        session.execute(text(version), {**texts, **row})

    migrations.downgrade(database_url, "0015")

    assert count("pool_variants") == 1
    with database.reading() as session:
        numbers = session.execute(text("select number from problem_versions order by 1")).scalars()
        assert numbers.all() == [1, 2]
    database.dispose()


def test_there_is_one_head():
    assert len(ScriptDirectory.from_config(migrations._config()).get_heads()) == 1


def test_every_constraint_has_a_name(fresh_postgres):
    migrations.upgrade(fresh_postgres)

    database = Database(fresh_postgres)
    inspector = inspect(database.db_engine)
    tables = set(inspector.get_table_names()) - {"alembic_version"}
    constraints = [
        constraint
        for table in tables
        for constraint in (
            inspector.get_pk_constraint(table),
            *inspector.get_foreign_keys(table),
            *inspector.get_unique_constraints(table),
        )
    ]
    assert len(tables) > 20
    assert [
        one["name"] for one in constraints if not one["name"].startswith(("pk_", "fk_", "uq_"))
    ] == []
    database.dispose()
