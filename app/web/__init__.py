"""The web pages: `create_app` builds the Flask application."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect

from app import watching
from app.parts import Parts
from app.settings import Settings
from app.web import (
    accounts,
    administration,
    api_reference,
    api_tokens,
    assignments,
    changes,
    courses,
    dashboards,
    drafts,
    errors,
    exercises,
    explanations,
    exports,
    extensions,
    formats,
    gradebook,
    gradebook_files,
    grading,
    groups,
    health,
    home,
    inquiries,
    languages,
    limits,
    members,
    notices,
    own_account,
    own_problems,
    practice,
    problem_drafts,
    progress,
    regrading,
    rosters,
    security,
    sign_in,
    sign_in_links,
    sittings,
    static_files,
    submissions,
)

_MAX_REQUEST_BYTES = 64 * 1024
_PAGES = (
    accounts.pages,
    administration.pages,
    api_reference.pages,
    api_tokens.pages,
    assignments.pages,
    changes.pages,
    courses.pages,
    dashboards.pages,
    drafts.pages,
    exercises.pages,
    explanations.pages,
    extensions.pages,
    exports.pages,
    gradebook.pages,
    gradebook_files.pages,
    grading.pages,
    groups.pages,
    health.pages,
    home.pages,
    inquiries.pages,
    languages.pages,
    members.pages,
    own_problems.pages,
    own_account.pages,
    practice.pages,
    problem_drafts.pages,
    progress.pages,
    regrading.pages,
    rosters.pages,
    sittings.pages,
    sign_in_links.pages,
    submissions.pages,
)


def create_app(settings: Settings, parts: Parts, api_document: Mapping[str, Any]) -> Flask:
    """Build the pages; `app.site` serves them with the API beside them.

    Args:
        settings: How users reach the pages.
        parts: What they share with the API.
        api_document: The API's description, for the page that shows it.
    """
    app = Flask(__name__)
    # Whatever FLASK_DEBUG says: the environment is read by the settings alone.
    app.debug = False
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        MAX_CONTENT_LENGTH=_MAX_REQUEST_BYTES,
        MAX_FORM_MEMORY_SIZE=_MAX_REQUEST_BYTES,
        # A form is good for as long as its session: a student may think for an hour.
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["gradmark"] = parts
    app.extensions["api_document"] = api_document
    # First: what is refused on the way has its route as well.
    watching.init_app(app)
    CSRFProtect(app)
    security.init_app(app, settings)
    static_files.init_app(app)
    sign_in.init_app(app)
    languages.init_app(app)
    formats.init_app(app)
    notices.init_app(app)
    inquiries.init_app(app)
    administration.init_app(app)
    limits.init_app(app)
    errors.init_app(app)
    for pages in _PAGES:
        app.register_blueprint(pages)
    return app
