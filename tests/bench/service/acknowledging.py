"""How many submissions a second are acknowledged, beside a bare view that does one INSERT."""

import asyncio
import itertools
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator

from tests.bench.service.client import Browser
from tests.bench.service.report import Row, Section
from tests.bench.service.school import Exercise, School
from tests.bench.service.stack import Stack, since

BAR = 0.5
AT_ONCE, WARM_UP, SECONDS, ROUNDS = 24, 3.0, 10.0, 2
Send = Callable[[Browser], Awaitable[bool]]


def measure(stack: Stack, school: School, share: float) -> Section:
    """Send forms as fast as they are taken, to the one server and to the other in turns."""
    stack.postgres_run(
        "CREATE TABLE IF NOT EXISTS bare (id uuid PRIMARY KEY, who text, body jsonb)"
    )
    stack.postgres_run("GRANT ALL ON bare TO gradmark_app")
    exercises, seconds = school.exercises(), max(4.0, share * SECONDS)
    bare, guarded, scripted, plain = [], [], [], []
    for _round in range(ROUNDS):
        with stack.beside("bare", "-m", "another_web", "bare", service="web"):
            stack.wait_for_web()
            bare.append(_flood(stack, "bare", _bare_form(exercises), seconds))
        with stack.beside("guarded", "-m", "another_web", "guarded", service="web"):
            stack.wait_for_web()
            guarded.append(_flood(stack, "guarded", _form(exercises, 204), seconds))
        with stack.up("web"):
            scripted.append(_flood(stack, "web", _form(exercises, 200, by_script=True), seconds))
        with stack.up("web"):
            plain.append(_flood(stack, "web", _form(exercises, 303), seconds))
    floor, most = _Flood.mean(bare), _Flood.mean(guarded)
    rows = [
        Row("bare view, one INSERT and commit", floor.spell()),
        Row(
            "the same behind Gradmark's session, account, form token, limit, headers and log line",
            f"{most.spell()}: {most.rate / floor.rate:.2f} of the bare view",
        ),
    ]
    for what, floods in (
        ("the form as a page's script sends it", scripted),
        ("without script", plain),
    ):
        flood = _Flood.mean(floods)
        ratio = flood.rate / floor.rate
        rows.append(Row(f"acknowledged, {what}", flood.spell()))
        rows.append(Row(f"of the bare view, {what}", f"{ratio:.2f}", f"≥ {BAR}", ratio >= BAR))
    stack.empty_queue()
    school.begin_anew()
    return Section(
        "Acknowledged submissions",
        rows,
        f"{AT_ONCE} browsers send as fast as they are answered, each server in turns for {seconds:.0f} s, "
        f"{ROUNDS} times; gunicorn is started by the same command. No worker runs.",
    )


class _Flood:
    """What came of sending as fast as possible."""

    def __init__(self, rate: float, costs: dict[str, float], refused: int) -> None:
        self.rate, self.costs, self.refused = rate, costs, refused

    @classmethod
    def mean(cls, floods: list["_Flood"]) -> "_Flood":
        names = floods[0].costs
        costs = {name: statistics.mean(one.costs[name] for one in floods) for name in names}
        return cls(
            statistics.mean(one.rate for one in floods), costs, sum(one.refused for one in floods)
        )

    def spell(self) -> str:
        parts = ", ".join(f"{name} {1000 * each:.2f}" for name, each in self.costs.items())
        refused = f"; {self.refused} refused" if self.refused else ""
        return f"{self.rate:,.0f}/s ({parts} ms of processor each{refused})"


def _flood(stack: Stack, web: str, send: Send, seconds: float) -> _Flood:
    async def run() -> _Flood:
        browsers = [Browser(stack.web) for _one in range(AT_ONCE)]
        times: list[float] = []
        refused = 0
        began = time.monotonic()

        async def go_on(number: int, browser: Browser) -> None:
            nonlocal refused
            # One after the other, as people come: else a single process takes all connections before another is there.
            await asyncio.sleep(WARM_UP / 2 * number / AT_ONCE)
            while time.monotonic() < began + WARM_UP + seconds:
                if await send(browser):
                    times.append(time.monotonic())
                else:
                    refused += 1

        sending = asyncio.gather(*(go_on(number, one) for number, one in enumerate(browsers)))
        await asyncio.sleep(WARM_UP)
        before, warm = stack.cost(), time.monotonic()
        await asyncio.sleep(seconds - 0.2)
        costs, cold = since(before, stack.cost()), time.monotonic()
        await sending
        for one in browsers:
            one.leave()
        taken = sum(warm <= one < cold for one in times)
        named = {"web": web, "PostgreSQL": "postgres", "driver": "driver"}
        each = {name: costs[part] / max(1, taken) for name, part in named.items()}
        return _Flood(taken / (cold - warm), each, refused)

    return asyncio.run(run())


def _bare_form(exercises: Iterator[Exercise]) -> Send:
    async def send(browser: Browser) -> bool:
        exercise = next(exercises)
        form = {"who": exercise.student.id.hex, "body": '{"a_grad": "[1, 2, 3]"}'}
        return (await browser.post("/", form)).status == 204

    return send


def _form(exercises: Iterator[Exercise], taken: int, *, by_script: bool = False) -> Send:
    async def send(browser: Browser) -> bool:
        exercise = next(exercises)
        browser.sign_in_as(exercise.student.cookie)
        path, form = filled_in(exercise)
        answer = await browser.post(path, form, by_script=by_script)
        return answer.status == taken

    return send


_numbers = itertools.count()


def filled_in(exercise: Exercise) -> tuple[str, dict[str, str]]:
    """Return where the form of an exercise is sent to, and what is in it."""
    typed = {f"answer.{name}": text for name, text in exercise.next_answers().items()}
    fixed = {
        "csrf_token": exercise.student.csrf_token,
        "key": f"bench{next(_numbers)}",
        "draft": "0",
    }
    return f"/variants/{exercise.variant}", {**fixed, **typed}
