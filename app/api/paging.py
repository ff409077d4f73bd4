"""Lists in pages: each says where the next one begins, and stays right while the list grows and shrinks."""

import base64
import binascii
import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, Protocol, TypeVar
from urllib.parse import urlencode

from flask import Response, request
from pydantic import BaseModel, Field

from app.api.problems import INVALID, Fault, Refusal
from app.api.reading import Input

# More than any row's number has, and no more than both databases can compare with.
_MOST_DIGITS = 19

Row = TypeVar("Row")
Entry = TypeVar("Entry", bound=BaseModel)


class Created(Protocol):
    """A row that says when it was made."""

    @property
    def created_at(self) -> dt.datetime:
        """When that was."""

    @property
    def id(self) -> uuid.UUID:
        """Its id."""


CreatedRow = TypeVar("CreatedRow", bound=Created)


class PageQuery(Input):
    """Which part of a list is wanted."""

    limit: Annotated[int, Field(ge=1, le=200, description="How many entries a page holds.")] = 50
    cursor: Annotated[
        str | None,
        Field(max_length=400, description="Where the page begins; the page before it says so."),
    ] = None


class Page(BaseModel, Generic[Entry]):
    """A part of a list."""

    data: list[Entry]
    next: str | None = Field(
        description="The address of the next page; null where there is none.",
        examples=["/api/v1/courses?limit=50&cursor=MjAyNg"],
    )


def page_of(
    rows: Sequence[Row],
    query: PageQuery,
    *,
    place: Callable[[Row], str],
    entry: Callable[[Row], Entry],
    newest_first: bool = False,
) -> Page[Entry]:
    """Cut the wanted page out of a list.

    Args:
        rows: All of the list.
        query: Which page.
        place: Where a row stands, as a text that no other row has: rows are sorted by it.
        entry: How a row is answered.
        newest_first: Whether the greatest place comes first.

    Raises:
        Refusal: The cursor is none that a page named.
    """
    shown, after = cut(rows, query, place=place, newest_first=newest_first)
    return Page(data=[entry(row) for row in shown], next=after)


def cut(
    rows: Sequence[Row],
    query: PageQuery,
    *,
    place: Callable[[Row], str],
    newest_first: bool = False,
) -> tuple[list[Row], str | None]:
    """Return the rows of the wanted page, and the address of the next one; otherwise as `page_of`."""
    ordered = sorted(rows, key=place, reverse=newest_first)
    if query.cursor is not None:
        after = read_cursor(query.cursor)
        ordered = [row for row in ordered if _is_after(place(row), after, newest_first)]
    shown = ordered[: query.limit]
    has_more = len(ordered) > len(shown)
    return shown, next_address(place(shown[-1])) if has_more else None


def page_from(
    rows: Sequence[Row],
    query: PageQuery,
    *,
    place: Callable[[Row], str],
    entry: Callable[[Row], Entry],
) -> Page[Entry]:
    """Answer the page whose rows were read from its cursor on.

    Args:
        rows: They, in their order, and one more where there is a page after this one.
        query: Which page.
        place: Where a row stands, as the cursor of the next page says it.
        entry: How a row is answered.
    """
    shown = rows[: query.limit]
    has_more = len(rows) > len(shown)
    return Page(
        data=[entry(row) for row in shown],
        next=next_address(place(shown[-1])) if has_more else None,
    )


def newest_first(
    query: PageQuery,
    read: Callable[..., Sequence[CreatedRow]],
    entry: Callable[[CreatedRow], Entry],
) -> Page[Entry]:
    """Answer the page of a list that is read from its cursor on, the newest first.

    Args:
        query: Which page.
        read: Reads at most `limit` rows that come after the place `before`, None being the list's beginning.
        entry: How a row is answered.

    Raises:
        Refusal: The cursor is none that a page named.
    """
    before = None if query.cursor is None else read_place(query.cursor)
    rows = read(before=before, limit=query.limit + 1)
    return page_from(rows, query, place=lambda row: place_of(row.created_at, row.id), entry=entry)


def _is_after(place: str, after: str, newest_first: bool) -> bool:
    return place < after if newest_first else place > after


def place_of(moment: dt.datetime, id: uuid.UUID) -> str:
    """Return the place of a row in the order of its time."""
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f} {id}"


def read_cursor(cursor: str) -> str:
    """Return the place that a cursor names.

    Raises:
        Refusal: No page named this cursor.
    """
    try:
        return base64.b64decode(cursor.encode(), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise _no_cursor() from None


def read_place(cursor: str) -> tuple[dt.datetime, uuid.UUID]:
    """Return the time and the id that `place_of` has put into a cursor.

    Raises:
        Refusal: No page of a list in the order of time named this cursor.
    """
    moment, _, id = read_cursor(cursor).partition(" ")
    try:
        return dt.datetime.fromisoformat(f"{moment}+00:00"), uuid.UUID(id)
    except ValueError:
        raise _no_cursor() from None


def read_number(cursor: str) -> int:
    """Return the number that a list in the order of numbers has put into a cursor.

    Raises:
        Refusal: No page of such a list named this cursor.
    """
    number = read_cursor(cursor)
    if not (number.isascii() and number.isdigit() and len(number) < _MOST_DIGITS):
        raise _no_cursor()
    return int(number)


def _no_cursor() -> Refusal:
    fault = Fault(field="cursor", detail="Take it from the page before, unchanged.")
    return Refusal(INVALID, "This cursor was given by no page.", [fault])


def next_address(place: str) -> str:
    """Return the address of the page that begins after a place, with the other parameters of this request."""
    cursor = base64.b64encode(place.encode(), altchars=b"-_").decode()
    others = [(name, value) for name, value in request.args.items() if name != "cursor"]
    return f"{request.root_path}{request.path}?{urlencode([*others, ('cursor', cursor)])}"


def link_to_next(response: Response, page: Page[Any]) -> None:
    """Name the next page in the header too, where programs look for it."""
    if page.next is not None:
        response.headers["Link"] = f'<{page.next}>; rel="next"'
