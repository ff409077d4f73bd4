"""Who looks after the whole service: only the command line decides it."""

from sqlalchemy import select

from app.db import Database
from app.domain.administration import AdminStep
from app.domain.emails import normal_email
from app.errors import NotFound
from app.models import AdminEvent, User


def grant_administrator(db: Database, email: str) -> bool:
    """Make the owner of an address an administrator; return whether they were none before.

    Raises:
        NotFound: No account has this address.
    """
    return _set(db, email, AdminStep.GRANTED)


def revoke_administrator(db: Database, email: str) -> bool:
    """Make the owner of an address an ordinary member again; return whether they were an administrator before.

    Raises:
        NotFound: No account has this address.
    """
    return _set(db, email, AdminStep.REVOKED)


def _set(db: Database, email: str, step: AdminStep) -> bool:
    with db.writing() as session:
        user = session.scalars(
            select(User).where(User.email == normal_email(email)).with_for_update()
        ).one_or_none()
        if user is None:
            raise NotFound(f"No account has the address {email}. Sign up with it first.")
        is_granted = step is AdminStep.GRANTED
        if user.is_administrator == is_granted:
            return False
        user.is_administrator = is_granted
        session.add(AdminEvent(step=step, about_id=user.id))
    return True
