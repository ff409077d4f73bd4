"""The pages of administrators: how the service does, courses, people, questions about practice, and the trail."""

import uuid

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.administration import LINK_LASTS, AdminStep
from app.domain.texts import say
from app.queries import administration as found
from app.queries.failures import service_state
from app.queries.inquiries import practice_inquiries
from app.services.requeueing import requeue_all
from app.services.sign_in_links import make_sign_in_link
from app.web.inquiries import wanted_list
from app.web.notices import leave_notice
from app.web.parts import db, parts
from app.web.sign_in import member

pages = Blueprint("administration", __name__)

STEP_WORDS = {
    AdminStep.GRANTED: say("Made an administrator"),
    AdminStep.REVOKED: say("Administrator no longer"),
    AdminStep.LINK_MADE: say("Link for a new password made"),
    AdminStep.LINK_USED: say("New password chosen with the link"),
    AdminStep.REQUEUED: say("Failed submissions queued again"),
    AdminStep.ERASED: say("An account deleted"),
    AdminStep.IMPORTED: say("A course imported, with so many people"),
}


def init_app(app: Flask) -> None:
    """Give the words of the trail to the templates that show it."""
    app.jinja_env.globals["admin_steps"] = STEP_WORDS


@pages.get("/admin")
def overview() -> ResponseReturnValue:
    """Show how the service does; the page itself asks again for what changes."""
    known = member()
    with db().reading() as session:
        state = service_state(session, user_id=known.id)
    template = "_service_state.html" if "HX-Request" in request.headers else "admin.html"
    return render_template(template, state=state)


@pages.post("/admin/failed/requeue")
def requeue_failed() -> ResponseReturnValue:
    """Queue all failed submissions again."""
    amount = requeue_all(db(), parts().doorbell, user_id=member().id)
    leave_notice("requeued_all", amount=amount)
    return redirect(url_for(".overview"), 303)


@pages.get("/admin/courses")
def courses() -> ResponseReturnValue:
    """Show a page of all courses."""
    known, (search, page) = member(), _wanted()
    with db().reading() as session:
        courses = found.all_courses(session, user_id=known.id, search=search, page=page)
    return render_template("admin_courses.html", list=courses)


@pages.get("/admin/people")
def people() -> ResponseReturnValue:
    """Show a page of everybody with an account."""
    known, (search, page) = member(), _wanted()
    with db().reading() as session:
        people = found.all_people(session, user_id=known.id, search=search, page=page)
    return render_template("admin_people.html", list=people)


@pages.get("/admin/people/<uuid:person_id>")
def person(person_id: uuid.UUID) -> ResponseReturnValue:
    """Show one person."""
    return _person(person_id)


@pages.post("/admin/people/<uuid:person_id>/sign-in-link")
def make_link(person_id: uuid.UUID) -> ResponseReturnValue:
    """Make a link for who forgot their password, and show it: only here, for it is kept as a digest."""
    token = make_sign_in_link(db(), user_id=member().id, person_id=person_id)
    return _person(person_id, url_for("sign_in_links.ask", token=token, _external=True))


@pages.get("/admin/questions")
def questions() -> ResponseReturnValue:
    """Show what is asked about practice."""
    known, (shown, page) = member(), wanted_list()
    with db().reading() as session:
        asked = practice_inquiries(session, user_id=known.id, shown=shown, page=page)
    return render_template("admin_questions.html", list=asked)


@pages.get("/admin/trail")
def trail() -> ResponseReturnValue:
    """Show a page of what administrators did."""
    known, (_search, page) = member(), _wanted()
    with db().reading() as session:
        events = found.trail(session, user_id=known.id, page=page)
    return render_template("admin_trail.html", list=events)


def _person(person_id: uuid.UUID, link: str = "") -> str:
    known = member()
    with db().reading() as session:
        page = found.person_page(session, user_id=known.id, person_id=person_id)
    hours = int(LINK_LASTS.total_seconds()) // 3600
    return render_template("admin_person.html", page=page, link=link, link_hours=hours)


def _wanted() -> tuple[str, int]:
    """Read from the address what a list searches for and which page it shows; nonsense counts as not asked."""
    page = request.args.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    return request.args.get("search", "")[:254].strip(), number
