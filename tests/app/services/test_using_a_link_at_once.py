"""Two clicks with one link at the same moment, on both databases."""

import threading

from app.errors import NotFound
from app.services.administrators import grant_administrator
from app.services.sign_in_links import make_sign_in_link, use_sign_in_link
from tests.app.people import add_account


def test_of_two_clicks_with_one_link_one_signs_in(db):
    root = add_account(db, "root@example.org")
    grant_administrator(db, "root@example.org")
    token, done = make_sign_in_link(db, user_id=root, person_id=root), []

    def click(password):
        try:
            use_sign_in_link(db, token=token, password=password)
            done.append("in")
        except NotFound:
            done.append("gone")

    clicks = [threading.Thread(target=click, args=[word]) for word in ("one horse", "two horses")]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()

    assert sorted(done) == ["gone", "in"]
