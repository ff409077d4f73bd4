"""Who may use which operation of the API; one part per resource, all of them in `ACCESS`."""

from tests.app.api.access.row import Area
from tests.app.api.access.table.administration import ADMINISTRATION
from tests.app.api.access.table.assignments import ASSIGNMENTS, WORK
from tests.app.api.access.table.courses import COURSES
from tests.app.api.access.table.gradebook import GRADEBOOK
from tests.app.api.access.table.inquiries import INQUIRIES
from tests.app.api.access.table.library import LIBRARY
from tests.app.api.access.table.members import MEMBERS_TABLE
from tests.app.api.access.table.own_problems import OWN_PROBLEMS
from tests.app.api.access.table.regrades import REGRADES
from tests.app.api.access.table.statistics import STATISTICS

ACCESS: Area = {
    **COURSES,
    **GRADEBOOK,
    **ASSIGNMENTS,
    **WORK,
    **MEMBERS_TABLE,
    **INQUIRIES,
    **OWN_PROBLEMS,
    **REGRADES,
    **STATISTICS,
    **LIBRARY,
    **ADMINISTRATION,
}
