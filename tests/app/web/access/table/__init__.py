"""Who may do what: every endpoint for everybody, as one table. A new endpoint that is not in it fails a test.

Each area of the service has a file of its own beside this one; a new area is added to AREAS.
"""

from collections import Counter

from tests.app.web.access.row import Area
from tests.app.web.access.table.administration import ADMINISTRATION
from tests.app.web.access.table.assignments import ASSIGNMENTS
from tests.app.web.access.table.courses import COURSES
from tests.app.web.access.table.dashboards import DASHBOARDS
from tests.app.web.access.table.exercises import EXERCISES
from tests.app.web.access.table.gradebook import GRADEBOOK
from tests.app.web.access.table.inquiries import INQUIRIES
from tests.app.web.access.table.members import MEMBERS_OF_COURSES
from tests.app.web.access.table.open_to_all import OPEN_TO_ALL
from tests.app.web.access.table.own_pages import OWN_PAGES
from tests.app.web.access.table.own_problems import OWN_PROBLEMS
from tests.app.web.access.table.regrading import REGRADING
from tests.app.web.access.table.sittings import SITTINGS

AREAS: tuple[Area, ...] = (
    OPEN_TO_ALL,
    ADMINISTRATION,
    OWN_PAGES,
    COURSES,
    MEMBERS_OF_COURSES,
    ASSIGNMENTS,
    DASHBOARDS,
    GRADEBOOK,
    EXERCISES,
    OWN_PROBLEMS,
    INQUIRIES,
    REGRADING,
    SITTINGS,
)

ACCESS: Area = {key: row for area in AREAS for key, row in area.items()}

_twice = [key for key, times in Counter(key for area in AREAS for key in area).items() if times > 1]
assert not _twice, f"in two areas: {_twice}"
