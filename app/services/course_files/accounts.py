"""The people of a course file, and who of them is here."""

import uuid
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.models import User
from app.services.course_files.batches import in_batches


def find_accounts(session: Session, emails: Iterable[str]) -> dict[str, uuid.UUID]:
    """Return whose account has which of these addresses."""
    found: dict[str, uuid.UUID] = {}
    for some in in_batches(emails):
        rows = session.execute(select(User.email, User.id).where(User.email.in_(some)))
        found.update((str(email), user_id) for email, user_id in rows)
    return found


def make_accounts(
    session: Session, names: Mapping[str, str], found: Collection[str]
) -> dict[str, uuid.UUID]:
    """Make an account without a password for everybody who has none, and return these by their addresses.

    Nobody can sign in to one but with a link of an administrator's: who merely knows the address proves nothing.
    """
    made = {email: uuid.uuid4() for email in names if email not in found}
    if made:
        session.execute(
            insert(User),
            [
                {"id": user_id, "email": email, "display_name": names[email]}
                for email, user_id in made.items()
            ],
        )
    return made
