"""The forms of accounts and courses. What may be typed is ruled by the services; these carry it there."""

import uuid
from typing import Any

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, StringField

from app.domain.texts import say
from app.errors import InvalidInput


class GradmarkForm(FlaskForm):
    """A form that can show what a service found wrong with its fields."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)  # type: ignore[no-untyped-call]  # Flask-WTF has no types

    def refuse(self, error: InvalidInput) -> None:
        """Show each bad field's message at the field, and the rest above the form."""
        for name, message in error.fields.items():
            if name in self:
                self[name].errors = [message]
            else:
                self.form_errors = [*self.form_errors, message]


class SignInForm(GradmarkForm):
    """Address and password; `next` is where to go on."""

    email = EmailField(say("E-mail address"))
    password = PasswordField(say("Password"))
    next = HiddenField()


class SignUpForm(GradmarkForm):
    """A new account."""

    display_name = StringField(say("Your name, as your course knows you"))
    email = EmailField(say("E-mail address"))
    password = PasswordField(say("Password"))
    next = HiddenField()


class JoinForm(GradmarkForm):
    """A course's join code."""

    join_code = StringField(say("Join code"))


class CourseForm(GradmarkForm):
    """A new course, or another title for one; `made_id` will be the new one's, so that two clicks make one course."""

    title = StringField(say("Title of the course"))
    made_id = HiddenField(default=lambda: str(uuid.uuid4()))

    def new_id(self) -> uuid.UUID | None:
        """Return the id that the form carries, None where it carries none."""
        try:
            return uuid.UUID(self.made_id.data or "")
        except ValueError:
            return None


class CopyForm(CourseForm):
    """A copy of a course."""

    title = StringField(say("Title of the copy"))


class NameForm(GradmarkForm):
    """Another name for an account."""

    display_name = StringField(say("Your name, as your course knows you"))


class EmailForm(GradmarkForm):
    """Another address for an account."""

    email = EmailField(say("E-mail address"))
    password = PasswordField(say("Your password"))


class NewPasswordForm(GradmarkForm):
    """Another password for an account."""

    password = PasswordField(say("Your present password"))
    new_password = PasswordField(say("New password"))


class ChosenPasswordForm(GradmarkForm):
    """A new password from who forgot the old one."""

    password = PasswordField(say("New password"))


class EraseForm(GradmarkForm):
    """The deletion of an account."""

    password = PasswordField(say("Your password"))
