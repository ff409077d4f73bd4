"""Choosing the language of the pages."""

import uuid

from sqlalchemy import update

from app.db import Database
from app.domain.languages import LANGUAGES
from app.domain.texts import say
from app.errors import InvalidInput
from app.models import User


def choose_language(db: Database, user_id: uuid.UUID, language: str) -> None:
    """Write the pages in this language for an account, in whichever browser it is signed in.

    Args:
        db: The store.
        user_id: Whose choice it is.
        language: A tag of `LANGUAGES`.

    Raises:
        InvalidInput: There is no such language.
    """
    if language not in LANGUAGES:
        message = say("Choose one of the languages.")
        raise InvalidInput(message, {"language": message})
    with db.writing() as session:
        session.execute(update(User).where(User.id == user_id).values(language=language))
