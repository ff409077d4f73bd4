"""Who may use which operation of the API; one part per resource, all of them in `ACCESS`."""

from tests.app.api.access.row import Area
from tests.app.api.access.table.courses import COURSES

ACCESS: Area = {
    **COURSES,
}
