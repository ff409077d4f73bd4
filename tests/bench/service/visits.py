"""What people do with the service: open an exercise, submit, watch until it is marked; sign in; keep a dashboard open."""

import asyncio
import html
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.bench.service.client import Answer, Browser
from tests.bench.service.school import PASSWORD, Class, Exercise

_TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)">')
_FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_WATCHES = re.compile(r'id="result"[^>]*? hx-get="(/submissions/[^"]+)" hx-trigger="([^"]+)"')
_BOARD = re.compile(r'id="board" hx-get="([^"]+)" hx-trigger="every (\d+)s"')
_ONCE = re.compile(r"delay:(\d+)ms")
_EVERY = re.compile(r"every (\d+)s")
_GIVES_UP_SECONDS = 90.0


@dataclass
class Click:
    """One submission as its student lived it, in seconds of a monotonic clock.

    Attributes:
        key: The key in its form.
        meant: When they meant to click.
        acknowledged: When the answer came back; None where none did.
        seen: When their page showed the mark; None where they gave up.
        status: The status of the answer.
    """

    key: str
    meant: float
    acknowledged: float | None = None
    seen: float | None = None
    status: int = 0


@dataclass
class Diary:
    """What happened in a run.

    Attributes:
        clicks: All submissions.
        opened: How long each exercise took to open, from when the student came.
        signed_in: How long each sign-in took.
        boards: How long each look of a dashboard took.
        failures: Status and address of what went wrong.
    """

    clicks: list[Click] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    signed_in: list[float] = field(default_factory=list)
    boards: list[float] = field(default_factory=list)
    failures: list[tuple[int, str]] = field(default_factory=list)

    def fits(self, answer: Answer, wanted: tuple[int, ...], what: str) -> bool:
        """Note an answer that is not what it should be."""
        if answer.status in wanted:
            return True
        self.failures.append((answer.status, what))
        return False


async def do_exercise(
    address: str, exercise: Exercise, diary: Diary, came: float, think: float
) -> None:
    """Open an exercise, think, submit, and watch until it is marked, as the page's script does.

    Args:
        address: The server.
        exercise: Whose.
        diary: What is noted.
        came: When the student meant to come, however late their request could be sent.
        think: How many seconds after coming they mean to click.
    """
    browser = Browser(address, exercise.student.cookie)
    path = f"/variants/{exercise.variant}"
    answers = exercise.next_answers()
    try:
        page = await browser.get(path)
        if not diary.fits(page, (200,), "open"):
            return
        diary.opened.append(time.monotonic() - came)
        form = {name: html.unescape(text) for name, text in _FIELD.findall(page.text())}
        form |= {f"answer.{name}": text for name, text in answers.items()}
        click = Click(form["key"], came + think)
        await asyncio.sleep(max(0.0, click.meant - time.monotonic()))
        diary.clicks.append(click)
        shown = await browser.post(path, form, by_script=True)
        click.status = shown.status
        if diary.fits(shown, (200,), "submit"):
            click.acknowledged = time.monotonic()
            click.seen = await _watch(browser, shown, diary)
    finally:
        browser.leave()


async def _watch(browser: Browser, shown: Answer, diary: Diary) -> float | None:
    """Ask for the result as often as the page says, until it is there."""
    ends = time.monotonic() + _GIVES_UP_SECONDS
    waits = _WATCHES.search(shown.text())
    while waits is not None and time.monotonic() < ends:
        path, trigger = html.unescape(waits[1]), waits[2]
        for seconds in pauses(trigger):
            await asyncio.sleep(seconds)
            answer = await browser.get(path, by_script=True)
            if not diary.fits(answer, (200, 204, 304), "watch") or time.monotonic() > ends:
                return None
            if answer.status == 200:
                waits = _WATCHES.search(answer.text())
                break
    return time.monotonic() if waits is None else None


def pauses(trigger: str) -> Iterator[float]:
    """Yield how many seconds a script waits before each look, from what the page says: `load delay:300ms, every 1s`."""
    once, every = _ONCE.search(trigger), float(_EVERY.search(trigger)[1])
    if once is not None:
        first = int(once[1]) / 1000
        yield first
        yield every - first
    while True:
        yield every


async def sign_in(address: str, email: str, diary: Diary, came: float) -> None:
    """Sign in by the form, and land at home."""
    browser = Browser(address)
    try:
        page = await browser.get("/sign-in")
        found = _TOKEN.search(page.text())
        if not diary.fits(page, (200,), "sign-in page") or found is None:
            return
        form = {"csrf_token": found[1], "email": email, "password": PASSWORD}
        answer = await browser.post("/sign-in", form)
        if diary.fits(answer, (303,), "sign in"):
            home = await browser.get("/")
            if diary.fits(home, (200,), "home"):
                diary.signed_in.append(time.monotonic() - came)
    finally:
        browser.leave()


async def keep_open(address: str, of: Class, diary: Diary) -> None:
    """Keep a class's dashboard open, which asks every few seconds whether it has changed; until cancelled."""
    browser = Browser(address, of.teacher.cookie)
    path, by_script, every = f"/assignments/{of.assignment}/dashboard", False, 2.0
    await asyncio.sleep(random.random() * every)
    try:
        while True:
            began = time.monotonic()
            answer = await browser.get(path, by_script=by_script)
            if diary.fits(answer, (200, 204), "dashboard"):
                diary.boards.append(time.monotonic() - began)
            if answer.status == 200 and (found := _BOARD.search(answer.text())):
                path, every, by_script = html.unescape(found[1]), float(found[2]), True
            await asyncio.sleep(every)
    finally:
        browser.leave()
