"""The whole site as a server runs it: the pages, and below /api the API, on the same parts."""

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

import app.api
import app.web
from app.gauges import ServiceState
from app.metrics import OnAPortOfTheirOwn
from app.parts import make_parts
from app.services.doorbell import Doorbell
from app.settings import Settings, read_settings
from app.watching import Watched


def create_app(settings: Settings | None = None, doorbell: Doorbell | None = None) -> Flask:
    """Build the application; it reads no environment when `settings` are given.

    The API is an application of its own, so that no cookie, form token, page or language of the pages reaches into it.

    Args:
        settings: Where the database and the broker are, and how users reach the pages.
        doorbell: What is rung for all work; by default, Celery's.

    Raises:
        UnusableSettings: No settings were given and the environment's cannot be used.
    """
    settings = settings or read_settings()
    parts = make_parts(settings, doorbell)
    interface = app.api.create_app(settings, parts)
    site = app.web.create_app(settings, parts, api_document=app.api.document_of(interface))
    served = DispatcherMiddleware(site.wsgi_app, {"/api": interface})
    hops = settings.trusted_proxies
    watched = Watched(ProxyFix(served, x_for=hops, x_proto=hops, x_host=hops) if hops else served)
    site.wsgi_app = (  # type: ignore[method-assign]  # Flask's documented way
        OnAPortOfTheirOwn(watched, settings.metrics_bind, ServiceState(parts.db, parts.broker_url))
        if settings.tells_metrics
        else watched
    )
    return site
