"""What is one's own: account, progress, submissions."""

from tests.app.web.access.people import ACCOUNTS, EVERYBODY
from tests.app.web.access.row import Area, Row

_KNOWN = EVERYBODY - {"stranger"}

OWN_PAGES: Area = {
    ("GET", "/progress"): Row(_KNOWN),
    ("GET", "/history"): Row(_KNOWN),
    ("GET", "/account"): Row(ACCOUNTS),
    ("POST", "/account/name"): Row(ACCOUNTS, {"name-display_name": "Mine"}),
    ("POST", "/account/email"): Row(ACCOUNTS, {"email-email": "no address"}, heard=422),
    ("POST", "/account/password"): Row(ACCOUNTS, {"password-new_password": "short"}, heard=422),
    ("POST", "/account/sign-ins/end"): Row(ACCOUNTS),
    ("GET", "/account/tokens"): Row(ACCOUNTS),
    ("POST", "/account/tokens"): Row(
        ACCOUNTS, {"name": "Roster script", "scopes": "read", "days": "30"}
    ),
    # Whoever's it is not, and whatever is gone, changes nothing; only one's own ends.
    ("POST", "/account/tokens/{api_token}/withdraw"): Row(ACCOUNTS),
    ("GET", "/account/data.zip"): Row(ACCOUNTS),
    ("GET", "/account/delete"): Row(ACCOUNTS),
    ("POST", "/account/delete"): Row(ACCOUNTS, {"password": "another one"}, heard=422),
}
