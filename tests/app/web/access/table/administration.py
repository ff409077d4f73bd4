"""The pages of administrators, and where the link leads that they make for who forgot their password."""

from tests.app.web.access.people import ADMINISTRATORS, EVERYBODY
from tests.app.web.access.row import Area, Row

ADMINISTRATION: Area = {
    ("GET", "/admin"): Row(ADMINISTRATORS),
    ("POST", "/admin/failed/requeue"): Row(ADMINISTRATORS),
    ("GET", "/admin/courses"): Row(ADMINISTRATORS),
    ("GET", "/admin/people"): Row(ADMINISTRATORS),
    ("GET", "/admin/people/{person}"): Row(ADMINISTRATORS),
    ("POST", "/admin/people/{person}/sign-in-link"): Row(ADMINISTRATORS),
    ("GET", "/admin/questions"): Row(ADMINISTRATORS),
    ("GET", "/admin/trail"): Row(ADMINISTRATORS),
    # Whoever holds the link: it is the proof.
    ("GET", "/sign-in/link/{token}"): Row(EVERYBODY),
    ("POST", "/sign-in/link/{token}"): Row(EVERYBODY, {"password": "short"}, heard=422),
}
