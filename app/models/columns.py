"""Column types that several mappings share."""

import datetime as dt
import uuid
from typing import Annotated, Any

from sqlalchemy import JSON
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import mapped_column

from app.db import UtcDateTime, database_now

Id = Annotated[uuid.UUID, mapped_column(primary_key=True, default=uuid.uuid4)]
"""A random primary key: it stands in addresses, so it must not be guessable."""

Instant = Annotated[dt.datetime, mapped_column(UtcDateTime)]
CreatedAt = Annotated[dt.datetime, mapped_column(UtcDateTime, default=database_now())]
"""When the row was written, by the database's clock."""

PlainData = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""JSON whose Python None is SQL's NULL: not known yet."""

JsonObject = dict[str, Any]
JsonList = list[Any]
