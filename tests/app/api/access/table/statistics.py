"""The figures of the dashboards."""

from tests.app.api.access.row import Area, Row
from tests.app.web.access.people import TEACHERS

_ASSIGNMENT = "/assignments/{assignment_id}"

STATISTICS: Area = {
    ("GET", f"{_ASSIGNMENT}/statistics"): Row(TEACHERS),
    ("GET", f"{_ASSIGNMENT}/scores"): Row(TEACHERS),
    ("GET", f"{_ASSIGNMENT}/mistakes"): Row(TEACHERS),
    ("GET", "/items/{item_id}/statistics"): Row(TEACHERS),
}
