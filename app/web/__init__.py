"""The web pages: `create_app` builds the Flask application."""

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app.db import Database
from app.dispatch import BEHIND_TASK, PREPARE_TASK, CeleryDoorbell, make_celery
from app.services.doorbell import Doorbell
from app.settings import Settings, read_settings
from app.web import (
    accounts,
    administration,
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
    members,
    notices,
    own_account,
    own_problems,
    practice,
    progress,
    rosters,
    security,
    sign_in,
    sign_in_links,
    sittings,
    static_files,
    submissions,
)
from app.web.parts import Parts

_MAX_REQUEST_BYTES = 64 * 1024
_PAGES = (
    accounts.pages,
    administration.pages,
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
    progress.pages,
    rosters.pages,
    sittings.pages,
    sign_in_links.pages,
    submissions.pages,
)


def create_app(settings: Settings | None = None, doorbell: Doorbell | None = None) -> Flask:
    """Build the application; it reads no environment when `settings` are given.

    Args:
        settings: Where the database and the broker are, and how users reach the pages.
        doorbell: What is rung for all work; by default, Celery's.

    Raises:
        UnusableSettings: No settings were given and the environment's cannot be used.
    """
    settings = settings or read_settings()
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        MAX_CONTENT_LENGTH=_MAX_REQUEST_BYTES,
        MAX_FORM_MEMORY_SIZE=_MAX_REQUEST_BYTES,
        # A form is good for as long as its session: a student may think for an hour.
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    broker_url = settings.broker_url.get_secret_value()
    celery = make_celery(broker_url)
    app.extensions["gradmark"] = Parts(
        db=Database(settings.database_url.get_secret_value(), pool_size=settings.web_threads),
        doorbell=doorbell or CeleryDoorbell(celery),
        prepare_bell=doorbell or CeleryDoorbell(celery, PREPARE_TASK),
        behind_bell=doorbell or CeleryDoorbell(celery, BEHIND_TASK),
        broker_url=broker_url,
    )
    CSRFProtect(app)
    security.init_app(app, settings)
    static_files.init_app(app)
    sign_in.init_app(app)
    languages.init_app(app)
    formats.init_app(app)
    notices.init_app(app)
    inquiries.init_app(app)
    administration.init_app(app)
    errors.init_app(app)
    for pages in _PAGES:
        app.register_blueprint(pages)
    hops = settings.trusted_proxies
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # Flask's documented way
    return app
