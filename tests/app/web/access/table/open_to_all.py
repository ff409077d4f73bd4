"""What needs no course: signing in, health, practice."""

from tests.app.web.access.people import ACCOUNTS, EVERYBODY
from tests.app.web.access.row import Area, Row

OPEN_TO_ALL: Area = {
    ("GET", "/"): Row(EVERYBODY),
    ("GET", "/healthz"): Row(EVERYBODY),
    ("GET", "/readyz"): Row(EVERYBODY, heard=503),
    ("GET", "/static/{filename}"): Row(EVERYBODY),
    ("GET", "/sign-in"): Row(EVERYBODY),
    ("POST", "/sign-in"): Row(EVERYBODY, heard=422),
    ("GET", "/sign-up"): Row(EVERYBODY),
    ("POST", "/sign-up"): Row(EVERYBODY, {"email": "not an address"}, heard=422),
    ("POST", "/sign-out"): Row(EVERYBODY),
    ("POST", "/language"): Row(EVERYBODY, {"language": "zh-Hans"}),
    ("GET", "/api-reference"): Row(EVERYBODY),
    ("GET", "/practice"): Row(EVERYBODY),
    ("POST", "/practice/{topic}"): Row(EVERYBODY),
    ("POST", "/practice/problems/{problem}"): Row(EVERYBODY),
    ("POST", "/preview"): Row(EVERYBODY),
    ("POST", "/join"): Row(ACCOUNTS, {"join_code": "not a code"}, heard=422),
    ("POST", "/courses"): Row(ACCOUNTS, {"title": "Mine"}),
}
