"""The people of a course through the API, and rosters."""

ROSTER = "/courses/{course_id}/roster"
MEMBERS = "/courses/{course_id}/members"


def names(answer):
    return [one["name"] for one in answer.json["data"]]


def test_people_are_listed_by_name_in_pages(visit):
    everybody = names(visit.ask("instructor", "GET", MEMBERS))
    first = visit.ask("instructor", "GET", f"{MEMBERS}?limit=3").json
    rest = visit.app.test_client().get(first["next"], headers=visit.headers("instructor"))

    assert everybody == sorted(everybody, key=str.casefold)
    assert [one["name"] for one in first["data"]] + names(rest) == everybody
    assert names(visit.ask("instructor", "GET", f"{MEMBERS}?show=former")) == ["former"]
    (expected,) = visit.ask("instructor", "GET", f"{MEMBERS}?show=expected").json["data"]
    assert (expected["email"], expected["user_id"]) == ("expected@example.org", None)


def test_a_roster_is_checked_and_then_done_as_told(visit):
    text = {"text": "email,name,shoe size\nlinus@example.org,Linus,44\nnobody,Nobody,40\n"}
    check = visit.ask("instructor", "POST", f"{ROSTER}/check", text).json
    assert [(one["outcome"], one["refusal"]) for one in check["lines"]] == [
        ("new", None),
        ("refused", "bad_email"),
    ]
    assert (check["unused"], check["is_applied"]) == (["shoe size"], False)

    done = visit.ask("instructor", "POST", ROSTER, {**text, "digest": check["digest"]}).json

    assert done["is_applied"]
    people = visit.ask("instructor", "GET", f"{MEMBERS}?show=expected").json["data"]
    assert {one["email"] for one in people} == {"expected@example.org", "linus@example.org"}


def test_a_roster_that_would_do_something_else_does_nothing(visit):
    answer = visit.ask(
        "instructor", "POST", ROSTER, {"text": "email\nnew@example.org\n", "digest": "of another"}
    )

    assert answer.status_code == 409
    people = visit.ask("instructor", "GET", f"{MEMBERS}?show=expected").json["data"]
    assert [one["email"] for one in people] == ["expected@example.org"]


def test_a_role_is_given_and_extra_time_and_a_place_again(visit):
    one = MEMBERS + "/{member_id}"
    role = visit.ask("instructor", "PUT", f"{one}/role", {"role": "grader"}).json
    time = visit.ask("instructor", "PUT", f"{one}/extra-time", {"percent": 25}).json
    assert (role["role"], role["role_set_by_hand"], time["extra_percent"]) == ("grader", True, 25)

    visit.ask("instructor", "DELETE", one)
    assert visit.ask("instructor", "GET", one).json["is_former"]
    assert visit.ask("instructor", "POST", f"{one}/return").json["role"] == "grader"


def test_somebody_joins_with_the_code_and_leaves(visit):
    code = visit.ask("instructor", "GET", "/courses/{course_id}").json["join_code"]

    joined = visit.ask("outsider", "POST", "/courses/join", {"join_code": code.lower()}).json
    assert (joined["role"], joined["join_code"]) == ("student", None)
    assert visit.ask("outsider", "POST", "/courses/{course_id}/leave").status_code == 204
    assert visit.ask("outsider", "GET", "/courses/{course_id}").status_code == 404


def test_the_last_instructor_stays(visit):
    own = MEMBERS + f"/{visit.world.people['outsider']}"
    course = visit.ask("outsider", "GET", "/courses").json["data"][0]["id"]

    answer = visit.ask("outsider", "DELETE", own, course_id=course)

    assert answer.status_code == 409
    assert "last instructor" in answer.json["detail"]
