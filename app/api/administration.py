"""What administrators do: the service's state, all courses and people, links for new passwords, and the trail."""

import uuid
from functools import partial

from flask import current_app

from app.api.callers import Caller
from app.api.operations import Resource
from app.api.paging import Page, PageQuery, newest_first
from app.api.shapes.administration import (
    AdminEvent,
    AnyCourse,
    AnyPerson,
    PersonDetail,
    Requeued,
    Search,
    Service,
    SignInLink,
)
from app.domain.administration import LINK_LASTS
from app.domain.api_tokens import Scope
from app.parts import db, parts
from app.queries import administration as found
from app.queries.failures import service_state
from app.services.requeueing import requeue_all
from app.services.sign_in_links import make_sign_in_link

resource = Resource("Administration", "The whole service, for administrators.")


@resource.get("/admin/service", scope=Scope.ADMINISTER, answer=Service)
def get_service(caller: Caller) -> Service:
    """Show how the service does: the queue, the workers, and the newest submissions that failed."""
    with db().reading() as session:
        return Service.model_validate(service_state(session, user_id=caller.id))


@resource.post("/admin/failed/requeue", scope=Scope.ADMINISTER, answer=Requeued, conflicts=False)
def requeue_failed(caller: Caller) -> Requeued:
    """Queue all failed submissions again, once what made them fail is mended."""
    return Requeued(submissions=requeue_all(db(), parts().doorbell, user_id=caller.id))


@resource.get("/admin/courses", scope=Scope.ADMINISTER, answer=Page[AnyCourse])
def list_all_courses(caller: Caller, query: Search) -> Page[AnyCourse]:
    """List all courses, the newest first; the search looks into titles and join codes."""
    with db().reading() as session:
        read = partial(found.courses_before, session, user_id=caller.id, search=query.search)
        return newest_first(query, read, AnyCourse.model_validate)


@resource.get("/admin/people", scope=Scope.ADMINISTER, answer=Page[AnyPerson])
def list_all_people(caller: Caller, query: Search) -> Page[AnyPerson]:
    """List everybody with an account, the newest first; the search looks into names and addresses."""
    with db().reading() as session:
        read = partial(found.people_before, session, user_id=caller.id, search=query.search)
        return newest_first(query, read, AnyPerson.model_validate)


@resource.get("/admin/people/<uuid:person_id>", scope=Scope.ADMINISTER, answer=PersonDetail)
def get_person(caller: Caller, person_id: uuid.UUID) -> PersonDetail:
    """Show one person with their courses, and what administrators did about them."""
    with db().reading() as session:
        return PersonDetail.of(found.person_page(session, user_id=caller.id, person_id=person_id))


@resource.put(
    "/admin/people/<uuid:person_id>/sign-in-link",
    scope=Scope.ADMINISTER,
    answer=SignInLink,
    conflicts=False,
)
def put_sign_in_link(caller: Caller, person_id: uuid.UUID) -> SignInLink:
    """Make a link with which somebody chooses a new password; an earlier one opens nothing any more.

    It is told only here, for it is kept as a digest.
    """
    token = make_sign_in_link(db(), user_id=caller.id, person_id=person_id)
    return SignInLink(
        address=f"{current_app.config['PUBLIC_URL']}/sign-in/link/{token}",
        hours=int(LINK_LASTS.total_seconds()) // 3600,
    )


@resource.get("/admin/trail", scope=Scope.ADMINISTER, answer=Page[AdminEvent])
def list_admin_events(caller: Caller, query: PageQuery) -> Page[AdminEvent]:
    """List what administrators did, the newest first."""
    with db().reading() as session:
        read = partial(found.events_before, session, user_id=caller.id)
        return newest_first(query, read, AdminEvent.model_validate)
