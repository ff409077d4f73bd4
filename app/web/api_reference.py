"""The page that describes the API, made from the same description that programs read."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

pages = Blueprint("api_reference", __name__)


@pages.get("/api-reference")
def reference() -> ResponseReturnValue:
    """Show what the API can do, to anybody."""
    document = current_app.extensions["api_document"]
    return render_template("api_reference.html", api=document, resources=_by_resource(document))


def _by_resource(document: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Put each operation below its resource, with its method and address."""
    found: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            found[operation["tags"][0]].append({**operation, "method": method, "path": path})
    return found
