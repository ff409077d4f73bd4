"""A steady load of submissions that waits for nobody, and all that came back."""

import asyncio
import json
import os
import threading
import time
import urllib.parse
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.app.planted_truth import find_digits
from tests.faults.asking import Answer, NoAnswer, ask
from tests.faults.planning import Click, Door, Student, clicks
from tests.real_parts.process import wait_until

# Who gets no answer, or is asked to come back, clicks again: under the same key.
_TRIES = 4
_PAUSE_SECONDS = 1.0
# How long a student looks at the exercise before looking again whether it is marked.
_LOOK_SECONDS = 1.5
_COME_BACK = (409, 429, 503)

One = TypeVar("One")


@dataclass(frozen=True)
class Heard:
    """One request and what came of it.

    Attributes:
        what: The kind of request, for whoever reads a failure.
        at: When it was sent, in seconds of `time.monotonic`.
        seconds: How long it took to be answered, or not to be.
        status: Its status; 0 for no answer.
        fault: What is wrong with the answer itself, empty for nothing.
    """

    what: str
    at: float
    seconds: float
    status: int
    fault: str = ""


@dataclass(frozen=True)
class Acknowledged:
    """A submission of which its student was told that it is stored.

    Attributes:
        key: Names it in the store: its key, and through the API the submission's id.
        clicked: When it was clicked by the plan, in seconds since the epoch: what was held up counts from here.
    """

    key: str
    click: Click
    clicked: float


class Load:
    """Sends submissions in a thread of its own from `start` until `finish`.

    Args:
        address: Where web listens.
        students: Who submits.
        seed: The plan's.
        journal: The file to which each acknowledged submission is written, and synced, before anything else happens.
        rate: Submissions a second.

    Attributes:
        heard: Every request that was answered, or was not.
        acknowledged: By key.
        leaks: Requests whose answer held the canary's digits, and what stood around them.
    """

    def __init__(
        self,
        address: str,
        students: Sequence[Student],
        *,
        seed: int,
        journal: Path,
        rate: float,
    ) -> None:
        self._address = address
        self._plan = clicks(students, rate, seed)
        self._journal = journal
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="load")
        self._broken: BaseException | None = None
        self.heard: list[Heard] = []
        self.acknowledged: dict[str, Acknowledged] = {}
        self.leaks: list[str] = []

    def start(self) -> None:
        """Begin to send."""
        self._began, self._began_at = time.monotonic(), time.time()
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Let the load go on for so long."""
        time.sleep(seconds)

    def wait_for(self, ready: Callable[[], One], what: str, seconds: float = 60) -> One:
        """Let the load go on until something is so, and return what is.

        Raises:
            ServerStartError: It took longer than `seconds`.
        """
        found = [ready()]

        def look() -> bool:
            found[0] = found[0] or ready()
            return bool(found[0])

        wait_until(look, seconds, what)
        return found[0]

    def wait_for_acknowledged(self, number: int, seconds: float = 60) -> None:
        """Let the load go on until so many more submissions are acknowledged."""
        enough = len(self.acknowledged) + number
        self.wait_for(lambda: len(self.acknowledged) >= enough, f"{number} submissions", seconds)

    def finish(self) -> None:
        """Send nothing new, and wait for the answers that are still to come."""
        self._ends.set()
        self._thread.join()
        if self._broken is not None:
            raise self._broken

    def _run(self) -> None:
        try:
            with self._journal.open("a") as self._written:
                asyncio.run(self._send_all())
        except BaseException as error:  # noqa: BLE001 - told by the thread that waits for it
            self._broken = error

    async def _send_all(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            for click in self._plan:
                while (left := self._began + click.at - time.monotonic()) > 0:
                    if self._ends.is_set():
                        return
                    await asyncio.sleep(min(left, 0.1))
                if self._ends.is_set():
                    return
                tasks.create_task(self._submit(click))

    async def _submit(self, click: Click) -> None:
        send = self._send_form if click.door is Door.PAGE else self._send_json
        for again in range(_TRIES):
            sendings = [send(click) for _ in range(2 if click.doubled and not again else 1)]
            keys = [key for key in await asyncio.gather(*sendings) if key]
            if keys:
                break
            await asyncio.sleep(_PAUSE_SECONDS)
        else:
            return
        if click.looks:
            for _ in range(2):
                await self._look(click)
                await asyncio.sleep(_LOOK_SECONDS)

    async def _send_form(self, click: Click) -> str | None:
        form = {
            "csrf_token": click.student.form_token,
            "key": click.key,
            **{f"answer.{name}": text for name, text in click.answers.items()},
        }
        answer = await self._ask(
            "submit on the page",
            "POST",
            f"/variants/{click.exercise.id}",
            {
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": click.student.cookies,
            },
            urllib.parse.urlencode(form).encode(),
            fine=(303,),
        )
        if answer is None or answer.status != 303:
            return None
        return self._acknowledge(click, click.key)

    async def _send_json(self, click: Click) -> str | None:
        answer = await self._ask(
            "submit through the API",
            "POST",
            f"/api/v1/exercises/{click.exercise.id}/submissions",
            {
                "Content-Type": "application/json",
                "Authorization": f"Bearer {click.student.api_token}",
                "Idempotency-Key": click.key,
            },
            json.dumps({"answers": click.answers}).encode(),
            fine=(201,),
        )
        if answer is None or answer.status != 201:
            return None
        return self._acknowledge(click, str(uuid.UUID(json.loads(answer.body)["id"])))

    async def _look(self, click: Click) -> None:
        await self._ask(
            "look at the exercise",
            "GET",
            f"/variants/{click.exercise.id}",
            {"Cookie": click.student.cookies},
            fine=(200,),
        )

    def _acknowledge(self, click: Click, key: str) -> str:
        if key not in self.acknowledged:
            clicked = self._began_at + click.at
            self._written.write(json.dumps({"key": key, "clicked": clicked}) + "\n")
            self._written.flush()
            os.fsync(self._written.fileno())
            self.acknowledged[key] = Acknowledged(key, click, clicked)
        return key

    async def _ask(
        self,
        what: str,
        method: str,
        path: str,
        headers: dict[str, str],
        body: bytes = b"",
        *,
        fine: Sequence[int],
    ) -> Answer | None:
        sent = time.monotonic()
        try:
            answer = await ask(self._address, method, path, headers, body)
        except NoAnswer:
            self.heard.append(Heard(what, sent, time.monotonic() - sent, 0))
            return None
        took = time.monotonic() - sent
        fault = "" if answer.status in fine else _fault_of(answer, of_api=path.startswith("/api"))
        self.heard.append(Heard(what, sent, took, answer.status, fault))
        leak = find_digits(answer.head) or find_digits(answer.body)
        if leak is not None:
            self.leaks.append(f"{what}: {method} {path} -> {answer.status}: {leak!r}")
        return answer


def _fault_of(answer: Answer, *, of_api: bool) -> str:
    """Return what is wrong with an answer that refuses: who reads it must learn what to do, and whom to ask about it."""
    if not answer.headers.get("x-request-id"):
        return "it bears no request id"
    if of_api:
        try:
            told = json.loads(answer.body)
        except ValueError:
            return "the API refused in something else than JSON"
        missing = {"type", "title", "status", "detail"} - told.keys()
        if missing:
            return f"the API's refusal says nothing of {', '.join(sorted(missing))}"
    return "" if answer.status in _COME_BACK else f"unexpected: {answer.body[:300]!r}"
