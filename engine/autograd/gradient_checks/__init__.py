"""`gradcheck` and `gradgradcheck`: derivatives held against differences."""

from engine.autograd.errors.gradient_checks import GradcheckError
from engine.autograd.gradient_checks.first_order import gradcheck
from engine.autograd.gradient_checks.second_order import gradgradcheck

__all__ = ["GradcheckError", "gradcheck", "gradgradcheck"]
