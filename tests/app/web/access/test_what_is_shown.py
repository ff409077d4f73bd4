"""What stands on pages that several roles may open, but is not for all of them."""

import io
import zipfile

from tests.app.web.access.people import EVERYBODY, INSTRUCTORS, MEMBERS, TEACHERS
from tests.app.web.access.table import ACCESS


def test_a_teacher_sees_a_students_exercise_without_a_form_to_answer_it(visit):
    for who in TEACHERS:
        page = visit.ask(who, "GET", "/variants/{variant}").text

        assert "answers-form" not in page
        assert 'id="submit"' not in page


def test_the_join_code_is_for_instructors(visit):
    for pattern in (
        "/courses/{course}",
        "/assignments/{assignment}",
        "/assignments/{assignment}/dashboard",
    ):
        for who in MEMBERS - INSTRUCTORS:
            assert visit.world.join_code not in visit.ask(who, "GET", pattern).text, (who, pattern)
    assert visit.world.join_code in visit.ask("instructor", "GET", "/courses/{course}").text


def test_addresses_of_members_are_for_instructors(visit):
    for method, pattern in ACCESS:
        if method == "GET":
            for who in EVERYBODY - INSTRUCTORS:
                page = whole(visit.ask(who, method, pattern))
                assert b"grace@example.org" not in page, (who, pattern)
                assert b"expected@example.org" not in page, (who, pattern)


def whole(response) -> bytes:
    """Return all that a response holds; a workbook is a packed folder of files."""
    if not response.data.startswith(b"PK"):
        return response.data
    with zipfile.ZipFile(io.BytesIO(response.data)) as folder:
        return b"".join(map(folder.read, folder.namelist()))
