"""Whatever people do and read on pages, programs do and read through the API; what they do not, has a reason here."""

from collections.abc import Iterable, Mapping
from typing import Final

from app.api import RESOURCES

DONE: Final[Mapping[str, str]] = {
    "administration.make_link": "put_sign_in_link",
    "administration.requeue_failed": "requeue_failed",
    "assignments.create": "create_assignment",
    "assignments.next_exercise": "next_exercise",
    "assignments.save": "change_rules add_item change_item remove_item order_items",
    "assignments.start_item": "begin_item",
    "courses.archive": "change_course",
    "courses.copy": "copy_course",
    "courses.joining": "change_course",
    "courses.leave": "leave_course",
    "courses.rename": "change_course",
    "courses.renew_code": "renew_join_code",
    "courses.restore": "change_course",
    "courses.time_zone": "change_course",
    "drafts.keep": "put_draft",
    "exercises.show_answers": "reveal_answers",
    "exercises.submit_answers": "create_submission",
    "explanations.ask": "ask_explanation",
    "extensions.give": "set_extension",
    "extensions.take_back": "withdraw_extension",
    "grading.set_assignment": "override_assignment",
    "grading.set_item": "override_item",
    "grading.unset_assignment": "withdraw_assignment_override",
    "grading.unset_item": "withdraw_item_override",
    "grading.unwrite": "withdraw_comment",
    "grading.write": "write_comment",
    "groups.save": "put_groups",
    "home.create": "create_course",
    "home.join": "join_course",
    "inquiries.ask": "ask_about_exercise",
    "inquiries.close": "close_inquiry",
    "inquiries.reopen": "reopen_inquiry",
    "inquiries.reply": "reply_to_inquiry",
    "inquiries.seen": "mark_inquiry_seen",
    "members.bring_back": "bring_back",
    "members.change_role": "set_role",
    "members.remove": "remove_member",
    "members.set_extra_time": "set_extra_time",
    "members.withdraw": "withdraw_invitation",
    "own_problems.archive": "change_own_problem",
    "own_problems.mend": "create_version",
    "own_problems.put_out": "publish_version",
    "own_problems.restore": "restore_version",
    "practice.deal": "practise_topic",
    "practice.deal_one": "practise_problem",
    "problem_drafts.discard": "delete_problem_draft",
    "problem_drafts.keep": "put_problem_draft",
    "problem_drafts.save": "save_problem_draft",
    "problem_drafts.start": "propose_problem create_own_problem create_problem_draft",
    "regrading.accept": "accept_answer",
    "regrading.apply": "apply_regrade",
    "regrading.discard": "discard_regrade",
    "regrading.order": "order_regrade",
    "regrading.undo": "undo_regrade",
    "rosters.check": "check_course_roster",
    "rosters.take_over": "apply_course_roster",
    "sittings.finish": "finish_sitting",
    "sittings.give": "give_minutes",
    "sittings.start": "start_sitting",
    "submissions.queue_again": "requeue_submission",
}

READ: Final[Mapping[str, str]] = {
    "administration.courses": "list_all_courses",
    "administration.overview": "get_service",
    "administration.people": "list_all_people",
    "administration.person": "get_person",
    "administration.questions": "list_practice_inquiries",
    "administration.trail": "list_admin_events",
    "assignments.assignment": "get_assignment",
    "assignments.edit": "get_rules",
    "assignments.new": "list_offered_problems get_library_problem",
    "changes.download": "list_changes",
    "changes.trail": "list_changes",
    "courses.course": "get_course list_assignments",
    "courses.settings": "get_course",
    "dashboards.dashboard": "get_assignment_statistics list_scores",
    "dashboards.item": "get_item_statistics",
    "dashboards.mistakes": "list_mistakes",
    "exercises.exercise": "get_exercise",
    "explanations.explanation": "get_explanation",
    "exports.assignment_csv": "get_assignment_statistics list_scores",
    "exports.assignment_xlsx": "get_assignment_statistics list_scores",
    "exports.item_csv": "get_item_statistics",
    "exports.item_xlsx": "get_item_statistics",
    "extensions.extensions": "list_extensions",
    "gradebook.own": "get_own_grades",
    "gradebook.student": "get_student_grades",
    "gradebook.table": "list_grades",
    "gradebook_files.csv": "list_grades",
    "gradebook_files.xlsx": "list_grades",
    "grading.assignment": "get_assignment_grade",
    "grading.item": "get_item_grade",
    "groups.groups": "get_groups",
    "home.home": "list_courses",
    "inquiries.of_course": "list_course_inquiries",
    "inquiries.own": "list_own_inquiries",
    "inquiries.thread": "get_inquiry",
    "members.people": "list_members",
    "members.person": "get_member",
    "own_account.account": "get_me",
    "own_problems.of_course": "list_own_problems list_problem_drafts",
    "own_problems.problem": "get_own_problem",
    "own_problems.version": "get_version",
    "practice.topics": "get_practice",
    "problem_drafts.draft": "get_problem_draft",
    "problem_drafts.preview": "get_problem_draft",
    "progress.history": "list_own_submissions",
    "progress.progress": "get_progress",
    "regrading.of_assignment": "list_regrades",
    "regrading.regrade": "get_regrade list_regraded_students",
    "rosters.download": "list_members",
    "sittings.clock": "get_assignment",
    "sittings.sittings": "list_sittings",
    "submissions.detail": "get_submission",
    "submissions.status": "get_submission",
}

_PERSON: Final = "a person signs in and looks after their account, never a token"
_FORM: Final = "a step of a form; the operation behind it needs none"
LEFT_OUT: Final[Mapping[str, str]] = {
    "accounts.begin_session": _PERSON,
    "accounts.create_account": _PERSON,
    "accounts.sign_in": _PERSON,
    "accounts.sign_out": _PERSON,
    "accounts.sign_up": _PERSON,
    "api_reference.reference": "the API's own page",
    "api_tokens.make": _PERSON,
    "api_tokens.tokens": _PERSON,
    "api_tokens.withdraw": _PERSON,
    "assignments.timeline": _FORM,
    "exercises.preview": "a look at what is being typed; a submission that cannot be read costs nothing",
    "health.alive": "for probes, outside of the API",
    "health.ready": "for probes, outside of the API",
    "languages.choose": "the API speaks English",
    "own_account.ask_to_delete": _PERSON,
    "own_account.change_email": _PERSON,
    "own_account.change_name": _PERSON,
    "own_account.change_password": _PERSON,
    "own_account.data": _PERSON,
    "own_account.delete": _PERSON,
    "own_account.end_other_sign_ins": _PERSON,
    "problem_drafts.new": _FORM,
    "regrading.acceptable": _FORM,
    "rosters.ask": _FORM,
    "sign_in_links.ask": _PERSON,
    "sign_in_links.choose": _PERSON,
    "sittings.ask_finish": _FORM,
    "sittings.ask_start": _FORM,
    "static": "a file",
}


def operations() -> set[str]:
    return {one.name for resource in RESOURCES for one in resource.operations}


def named(operations: Iterable[str]) -> set[str]:
    return {name for names in operations for name in names.split()}


def test_every_page_has_its_operation_or_a_reason_why_not(visit):
    assert {*DONE, *READ, *LEFT_OUT} == set(visit.app.view_functions)


def test_the_api_holds_nothing_else_than_what_pages_do_and_show():
    assert named([*DONE.values(), *READ.values()]) == operations()


def test_what_is_done_is_no_reading():
    methods = {one.name: one.method for resource in RESOURCES for one in resource.operations}

    assert {methods[name] for name in named(READ.values())} == {"GET"}
    assert "GET" not in {methods[name] for name in named(DONE.values())}
