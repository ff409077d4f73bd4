"""People to test with who never sign in: making their accounts takes no password."""

import uuid

from app.db import Database
from app.models import User


def add_account(db: Database, email: str = "", name: str = "Ada") -> uuid.UUID:
    """Add an account and return its id."""
    user = User(
        id=uuid.uuid4(),
        email=email or f"{uuid.uuid4().hex}@example.org",
        display_name=name,
        password_hash="nobody signs in with it",
    )
    with db.writing() as session:
        session.add(user)
    return user.id
