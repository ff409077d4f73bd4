"""What every process writes about itself: one line for each event, with ids and never with what somebody typed."""

from app.logs.causes import cause_of
from app.logs.requests import (
    REQUEST_ID_HEADER,
    bearing,
    make_request_id,
    read_request_id,
    request_id,
)
from app.logs.writing import FIELDS, LogFormat, make_formatter, set_up_logs

__all__ = [
    "FIELDS",
    "REQUEST_ID_HEADER",
    "LogFormat",
    "bearing",
    "cause_of",
    "make_formatter",
    "make_request_id",
    "read_request_id",
    "request_id",
    "set_up_logs",
]
