"""Parameters: what a problem leaves open, and how each kind of it is drawn."""

from app.domain.problems.parameters.choices import ChoiceParameter
from app.domain.problems.parameters.drawing import draw_all
from app.domain.problems.parameters.parameter import DrawError, Parameter
from app.domain.problems.parameters.reading import read_parameters

__all__ = ["ChoiceParameter", "DrawError", "Parameter", "draw_all", "read_parameters"]
