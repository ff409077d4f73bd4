"""The API: JSON over the same services as the pages, below /api/v1.

An application of its own that the server mounts beside the pages (`app/site.py`): no cookies, no form tokens, and
every answer is JSON, whatever happens.
"""

from collections.abc import Mapping
from typing import Any, cast

from flask import Flask, Response, current_app, jsonify

from app import watching
from app.api import (
    administration,
    assignments,
    changes,
    courses,
    explanations,
    gradebook,
    grading,
    groups,
    headers,
    inquiries,
    library,
    me,
    members,
    own_problems,
    problem_drafts,
    problems,
    regrades,
    rosters,
    statistics,
    times,
    work,
)
from app.api.document import describe
from app.api.operations import VERSION_PREFIX, Resource, register
from app.parts import Parts
from app.settings import Settings

RESOURCES: tuple[Resource, ...] = (
    me.resource,
    courses.resource,
    members.resource,
    rosters.resource,
    assignments.resource,
    times.resource,
    work.resource,
    explanations.resource,
    inquiries.resource,
    gradebook.resource,
    grading.resource,
    groups.resource,
    statistics.resource,
    regrades.resource,
    changes.resource,
    own_problems.resource,
    problem_drafts.resource,
    library.resource,
    administration.resource,
)


def create_app(settings: Settings, parts: Parts) -> Flask:
    """Build the API.

    Args:
        settings: How its users reach it.
        parts: What it shares with the pages.
    """
    app = Flask(__name__, static_folder=None)
    app.debug = False
    app.config.update(
        PUBLIC_URL=settings.public_url.rstrip("/"),
        TRUSTED_HOSTS=settings.trusted_hosts,
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    app.extensions["gradmark"] = parts
    app.extensions["api_document"] = describe(RESOURCES, settings.public_url)
    watching.init_app(app)
    headers.init_app(app, settings)
    problems.init_app(app)
    register(app, RESOURCES)
    app.add_url_rule(f"{VERSION_PREFIX}/openapi.json", view_func=openapi, methods=["GET"])
    return app


def document_of(app: Flask) -> Mapping[str, Any]:
    """Return the description of the API that `create_app` built."""
    return cast("Mapping[str, Any]", app.extensions["api_document"])


def openapi() -> Response:
    """Answer the description of the API, to anybody."""
    return jsonify(document_of(current_app))
