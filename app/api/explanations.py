"""How an exercise's program runs, and showing the answers of practice, for those who may know."""

import uuid

from app.api.callers import Caller
from app.api.operations import Resource
from app.api.shapes.explanations import Explanation
from app.api.shapes.work import Exercise
from app.api.work import get_exercise
from app.domain.api_tokens import Scope
from app.parts import db, parts
from app.queries.explanations import explanation_page
from app.services.explaining import ask_for_explanation, tell
from app.services.revealing import reveal

resource = Resource("Explanations", "How programs run, once their answers may be known.")

_ONE = "/exercises/<uuid:variant_id>"


@resource.get(f"{_ONE}/explanation", answer=Explanation)
def get_explanation(caller: Caller, variant_id: uuid.UUID) -> Explanation:
    """Tell step by step how the program runs, and where the story of a wrong answer parts from it.

    The program of a course's own problem is run by a worker only, which has to be asked once.
    """
    with db().reading() as session:
        page = explanation_page(session, caller.id, variant_id)
    told = tell(page.dealt, page.beliefs) if page.in_library else page.told
    return Explanation.of(page, told)


@resource.post(f"{_ONE}/explanation", scope=Scope.SUBMIT)
def ask_explanation(caller: Caller, variant_id: uuid.UUID) -> None:
    """Have a worker tell how the program of a course's own problem runs; asked again, nothing changes."""
    ask_for_explanation(db(), parts().prepare_bell, user_id=caller.id, variant_id=variant_id)


@resource.post(f"{_ONE}/reveal", scope=Scope.SUBMIT, answer=Exercise)
def reveal_answers(caller: Caller, variant_id: uuid.UUID) -> Exercise:
    """Show the right answers of a practice exercise from now on; it takes no further submission."""
    reveal(db(), user_id=caller.id, variant_id=variant_id)
    return get_exercise(caller, variant_id)
