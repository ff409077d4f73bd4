"""Workers, as the database has heard from them."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.columns import Instant


class WorkerHeartbeat(Base):
    """When a worker last swept; a name that falls silent is a worker that is gone."""

    __tablename__ = "worker_heartbeats"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    seen_at: Mapped[Instant]
