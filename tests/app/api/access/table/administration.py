"""What administrators do."""

from app.domain.api_tokens import Scope
from tests.app.api.access.row import Area, Row
from tests.app.web.access.people import ADMINISTRATORS

_SEEN = Row(ADMINISTRATORS, Scope.ADMINISTER)

ADMINISTRATION: Area = {
    ("GET", "/admin/service"): _SEEN,
    ("POST", "/admin/failed/requeue"): _SEEN,
    ("GET", "/admin/courses"): _SEEN,
    ("GET", "/admin/people"): _SEEN,
    ("GET", "/admin/people/{person_id}"): _SEEN,
    ("PUT", "/admin/people/{person_id}/sign-in-link"): _SEEN,
    ("GET", "/admin/trail"): _SEEN,
}
