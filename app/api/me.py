"""The person behind a token."""

from app.api.callers import Caller
from app.api.operations import Resource
from app.api.shapes.me import Me

resource = Resource("You", "The person for whom a token acts.")


@resource.get("/me", answer=Me)
def get_me(caller: Caller) -> Me:
    """Show for whom this token acts."""
    return Me.model_validate(caller.account)
