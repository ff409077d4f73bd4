"""What teachers see of a class at work."""

from tests.app.web.access.people import TEACHERS
from tests.app.web.access.row import Area, Row

DASHBOARDS: Area = {
    ("GET", "/assignments/{assignment}/dashboard"): Row(TEACHERS),
    ("GET", "/assignments/{assignment}/dashboard.csv"): Row(TEACHERS),
    ("GET", "/assignments/{assignment}/dashboard.xlsx"): Row(TEACHERS),
    ("GET", "/assignments/{assignment}/mistakes"): Row(TEACHERS),
    ("GET", "/items/{item}/dashboard"): Row(TEACHERS),
    ("GET", "/items/{item}/dashboard.csv"): Row(TEACHERS),
    ("GET", "/items/{item}/dashboard.xlsx"): Row(TEACHERS),
}
