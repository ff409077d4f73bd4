"""What answers have in common."""

from pydantic import BaseModel, ConfigDict


class Output(BaseModel):
    """Base of what is answered: it takes the fields that it names from a row of a query, and no others."""

    model_config = ConfigDict(from_attributes=True, frozen=True)
