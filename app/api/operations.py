"""Operations: a function with types becomes an address of the API, and a part of its description.

A function takes `caller`, the ids in its path by name, `query` and `body` where it wants them, and returns what its
`answer` says, or nothing. Everything else stands here once: who may, what is read, what is answered twice.
"""

import inspect
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, get_type_hints

from flask import Flask, Response, request
from pydantic import BaseModel

from app.api.callers import Caller, authenticate
from app.api.paging import Page, link_to_next
from app.api.problems import CONFLICT, INVALID, NOT_FOUND, Kind
from app.api.reading import read_body, read_query
from app.api.repeating import answer_once
from app.api.versions import check_unchanged, mark_version
from app.domain.api_tokens import Scope

_KILOBYTE = 1024
VERSION_PREFIX = "/v1"

Function = TypeVar("Function", bound=Callable[..., BaseModel | None])


@dataclass(frozen=True)
class Operation:
    """One method at one address.

    Attributes:
        method: `GET`, `POST`, `PATCH`, `PUT` or `DELETE`.
        path: The address below /v1, as Flask writes it.
        scope: What a token must allow.
        function: What is done.
        answer: What is answered; None for nothing.
        status: The status of an answer.
        refusals: What may be refused besides the caller and what is read.
        guarded_by: The operation whose answer says which version is changed, where two could change it at once.
        kilobytes: How long the body may be.
        query: The parameters of the address, if any.
        body: What the body holds, if anything.
    """

    method: str
    path: str
    scope: Scope
    function: Callable[..., BaseModel | None]
    answer: type[BaseModel] | None
    status: int
    refusals: tuple[Kind, ...]
    guarded_by: Callable[..., BaseModel | None] | None
    kilobytes: int
    query: type[BaseModel] | None
    body: type[BaseModel] | None

    @property
    def name(self) -> str:
        """Its name, unique in the API."""
        return self.function.__name__

    def respond(self, **ids: Any) -> Response:
        """Answer this request."""
        request.max_content_length = self.kilobytes * _KILOBYTE
        account = authenticate(self.scope)
        if self.method == "POST":
            return answer_once(account.id, lambda made_id: self._run(Caller(account, made_id), ids))
        return self._run(Caller(account, uuid.uuid4()), ids)

    def _run(self, caller: Caller, ids: dict[str, Any]) -> Response:
        wanted = dict(ids)
        if self.query is not None:
            wanted["query"] = read_query(self.query)
        if self.body is not None:
            wanted["body"] = read_body(self.body)
        if self.guarded_by is not None:
            wanted["unchanged"] = check_unchanged(caller, self.guarded_by, ids)
        answer = self.function(caller, **wanted)
        if answer is None:
            return Response(status=self.status)
        response = Response(answer.model_dump_json(), self.status, content_type="application/json")
        if isinstance(answer, Page):
            link_to_next(response, answer)
        if self.method == "GET" or self.guarded_by is not None:
            mark_version(response)
        return response


class Resource:
    """A kind of thing that the API knows, with everything that can be done to it.

    Args:
        title: What the description calls it.
        text: A sentence about it.
    """

    def __init__(self, title: str, text: str) -> None:
        self.title, self.text = title, text
        self.operations: list[Operation] = []

    def get(
        self, path: str, *, answer: type[BaseModel], scope: Scope = Scope.READ
    ) -> Callable[[Function], Function]:
        """Describe how something is read."""
        return self._operation("GET", path, scope=scope, answer=answer)

    def post(
        self,
        path: str,
        *,
        scope: Scope,
        answer: type[BaseModel] | None = None,
        status: int | None = None,
        conflicts: bool = True,
        kilobytes: int = 64,
    ) -> Callable[[Function], Function]:
        """Describe how something is made (status 201) or done; sent again under its key, it is done once."""
        return self._operation(
            "POST",
            path,
            scope=scope,
            answer=answer,
            status=status,
            conflicts=conflicts,
            kilobytes=kilobytes,
        )

    def patch(
        self,
        path: str,
        *,
        scope: Scope,
        answer: type[BaseModel],
        conflicts: bool = True,
        guarded_by: Callable[..., BaseModel | None] | None = None,
    ) -> Callable[[Function], Function]:
        """Describe how parts of something are changed."""
        return self._operation(
            "PATCH", path, scope=scope, answer=answer, conflicts=conflicts, guarded_by=guarded_by
        )

    def put(
        self,
        path: str,
        *,
        scope: Scope,
        answer: type[BaseModel] | None = None,
        conflicts: bool = True,
        guarded_by: Callable[..., BaseModel | None] | None = None,
        kilobytes: int = 64,
    ) -> Callable[[Function], Function]:
        """Describe how something is set as a whole."""
        return self._operation(
            "PUT",
            path,
            scope=scope,
            answer=answer,
            conflicts=conflicts,
            guarded_by=guarded_by,
            kilobytes=kilobytes,
        )

    def delete(
        self, path: str, *, scope: Scope, conflicts: bool = True
    ) -> Callable[[Function], Function]:
        """Describe how something is taken away; what is gone already stays gone."""
        return self._operation("DELETE", path, scope=scope, answer=None, conflicts=conflicts)

    def _operation(
        self,
        method: str,
        path: str,
        *,
        scope: Scope,
        answer: type[BaseModel] | None,
        status: int | None = None,
        conflicts: bool = False,
        guarded_by: Callable[..., BaseModel | None] | None = None,
        kilobytes: int = 64,
    ) -> Callable[[Function], Function]:
        def add(function: Function) -> Function:
            hints = get_type_hints(function)
            ids = [name for name in inspect.signature(function).parameters if f"{name}>" in path]
            self.operations.append(
                Operation(
                    method=method,
                    path=path,
                    scope=scope,
                    function=function,
                    answer=answer,
                    status=status or (200 if answer is not None else 204),
                    refusals=_refusals(method, scope, has_ids=bool(ids), conflicts=conflicts),
                    guarded_by=guarded_by,
                    kilobytes=kilobytes,
                    query=hints.get("query"),
                    body=hints.get("body"),
                )
            )
            return function

        return add


def _refusals(method: str, scope: Scope, *, has_ids: bool, conflicts: bool) -> tuple[Kind, ...]:
    # What administrators see and do is nothing to anybody else.
    is_secret = has_ids or scope is Scope.ADMINISTER
    return (
        *((NOT_FOUND,) if is_secret else ()),
        *((CONFLICT,) if conflicts else ()),
        *((INVALID,) if method != "GET" else ()),
    )


def register(app: Flask, resources: Sequence[Resource]) -> None:
    """Give every operation its address."""
    for operation in (one for resource in resources for one in resource.operations):
        app.add_url_rule(
            VERSION_PREFIX + operation.path,
            endpoint=operation.name,
            view_func=operation.respond,
            methods=[operation.method],
            provide_automatic_options=False,
        )
