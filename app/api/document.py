"""The description of the API as OpenAPI 3.1 wants it, derived from the operations themselves."""

import inspect
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from app.api import problems
from app.api.operations import VERSION_PREFIX, Operation, Resource
from app.api.problems import Kind, Problem
from app.api.repeating import KEY_HEADER, KEY_PATTERN
from app.api.versions import MATCH_HEADER
from app.domain.api_tokens import Scope

JsonObject = dict[str, Any]

_SCHEMAS: Final = "#/components/schemas/"
_ABOUT: Final = """\
Everything that Gradmark's pages do, for programs. Make a token on your account page and send it with every request:
`Authorization: Bearer gradmark_…`. A token allows what its scopes say, and never more than you may do yourself.
Times are in UTC, as in `2026-11-21T23:59:00Z`; points and scores are numbers. docs/api.md has examples."""
_PATH_SCHEMAS: Final[Mapping[str, JsonObject]] = {
    "uuid": {"type": "string", "format": "uuid"},
    "int": {"type": "integer", "minimum": 0, "maximum": 2**31 - 1},
    "string": {"type": "string", "minLength": 1},
}
_ALWAYS: Final = (
    problems.NO_TOKEN,
    problems.SCOPE_MISSING,
    problems.TOO_MANY,
    problems.BROKEN,
    problems.UNAVAILABLE,
)
_KEY: Final[JsonObject] = {
    "name": KEY_HEADER,
    "in": "header",
    "required": False,
    "description": "A name for this request, fresh for each: sent again under it within 24 hours, it is done once.",
    "schema": {"type": "string", "pattern": KEY_PATTERN},
}
_MATCH: Final[JsonObject] = {
    "name": MATCH_HEADER,
    "in": "header",
    "required": False,
    "description": "The ETag of the version that you change: if somebody changed it meanwhile, nothing is done.",
    "schema": {"type": "string", "pattern": '^"[0-9a-f]{32}"$'},
}


class _Named(GenerateJsonSchema):
    """Calls a page of a list `PageOfCourse`, where pydantic would say `Page_Course_`."""

    def normalize_name(self, name: str) -> str:
        return super().normalize_name(name.replace("Page[", "PageOf").removesuffix("]"))


def describe(resources: Sequence[Resource], public_url: str) -> JsonObject:
    """Return the OpenAPI document.

    Args:
        resources: Everything that the API knows.
        public_url: Where its users reach the server.
    """
    operations = [one for resource in resources for one in resource.operations]
    refs, schemas = _schemas(operations)
    paths: JsonObject = {}
    for resource in resources:
        for operation in resource.operations:
            path = VERSION_PREFIX + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", operation.path)
            entry = _operation(operation, refs, schemas) | {"tags": [resource.title]}
            paths.setdefault(path, {})[operation.method.lower()] = entry
    for query in {one.query for one in operations if one.query is not None}:
        schemas.pop(refs[query, "validation"].removeprefix(_SCHEMAS), None)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Gradmark", "version": "1", "description": _ABOUT},
        "servers": [{"url": f"{public_url.rstrip('/')}/api"}],
        "security": [{"token": []}],
        "tags": [{"name": one.title, "description": one.text} for one in resources],
        "paths": paths,
        "x-problems": [
            {"name": one.name, "status": one.status, "title": one.title} for one in problems.KINDS
        ],
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Scopes: " + ", ".join(scope.value for scope in Scope) + ".",
                }
            },
        },
    }


def _schemas(
    operations: Iterable[Operation],
) -> tuple[dict[tuple[type[BaseModel], JsonSchemaMode], str], JsonObject]:
    wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = [(Problem, "serialization")]
    for one in operations:
        wanted += [(model, "validation") for model in (one.query, one.body) if model is not None]
        wanted += [(one.answer, "serialization")] if one.answer is not None else []
    found, definitions = models_json_schema(
        list(dict.fromkeys(wanted)),
        ref_template=_SCHEMAS + "{model}",
        schema_generator=_Named,
    )
    refs = {(model, mode): found[model, mode]["$ref"] for model, mode in wanted}
    return refs, dict(definitions["$defs"])


def _operation(
    operation: Operation,
    refs: Mapping[tuple[type[BaseModel], JsonSchemaMode], str],
    schemas: JsonObject,
) -> JsonObject:
    summary, description = _words(operation)
    parameters = _path_parameters(operation.path)
    if operation.query is not None:
        parameters += _query_parameters(refs[operation.query, "validation"], schemas)
    parameters += [_KEY] if operation.method == "POST" else []
    parameters += [_MATCH] if operation.guarded_by is not None else []
    success: JsonObject = {"description": "Done." if operation.answer is None else "Here it is."}
    if operation.answer is not None:
        answer = {"$ref": refs[operation.answer, "serialization"]}
        success["content"] = {"application/json": {"schema": answer}}
    entry: JsonObject = {
        "operationId": operation.name,
        "summary": summary,
        "description": description,
        "parameters": parameters,
        "responses": {str(operation.status): success, **_refusals(_kinds(operation))},
    }
    if operation.body is not None:
        body = {"$ref": refs[operation.body, "validation"]}
        entry["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return entry


def _words(operation: Operation) -> tuple[str, str]:
    """Take the first line of its docstring, and what follows up to what only its code's readers need."""
    summary, _, rest = (inspect.getdoc(operation.function) or "").partition("\n")
    about, _, _ = rest.partition("Raises:")
    needs = f"Needs a token that allows `{operation.scope.value}`."
    return summary.rstrip("."), "\n\n".join(filter(None, [about.strip(), needs]))


def _path_parameters(path: str) -> list[JsonObject]:
    return [
        {"name": name, "in": "path", "required": True, "schema": _PATH_SCHEMAS[kind or "string"]}
        for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", path)
    ]


def _query_parameters(ref: str, schemas: JsonObject) -> list[JsonObject]:
    schema = schemas[ref.removeprefix(_SCHEMAS)]
    return [
        {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "description": one.get("description", ""),
            "schema": _without_null(one),
        }
        for name, one in schema.get("properties", {}).items()
    ]


def _without_null(schema: JsonObject) -> JsonObject:
    """Leave out null, which no address can say: a parameter that is not meant is left away."""
    schema = {key: value for key, value in schema.items() if key not in ("title", "description")}
    others = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    if len(others) == 1:
        schema = {key: value for key, value in schema.items() if key not in ("anyOf", "default")}
        schema |= others[0]
    return schema


def _kinds(operation: Operation) -> list[Kind]:
    kinds = [*_ALWAYS, *operation.refusals]
    if operation.query is not None or operation.method == "POST":
        kinds += [problems.WRONG_SHAPE]
    if operation.body is not None:
        kinds += [
            problems.UNREADABLE,
            problems.TOO_LONG,
            problems.NOT_JSON,
            problems.WRONG_SHAPE,
            problems.INVALID,
        ]
    if operation.method == "POST":
        kinds += [problems.CONFLICT]
    if operation.guarded_by is not None:
        kinds += [problems.CHANGED]
    return kinds


def _refusals(kinds: Iterable[Kind]) -> JsonObject:
    by_status: dict[int, list[str]] = {}
    for kind in dict.fromkeys(kinds):
        by_status.setdefault(kind.status, []).append(kind.title)
    content = {problems.MEDIA_TYPE: {"schema": {"$ref": _SCHEMAS + Problem.__name__}}}
    return {
        str(status): {"description": ", or: ".join(titles) + ".", "content": content}
        for status, titles in sorted(by_status.items())
    }
