"""Workers and their children die, stop and stall: nothing is lost, and nothing is marked twice."""

import random
import signal
import time

from sqlalchemy import text

from tests.faults.experiment import Experiments
from tests.faults.stack import Stack, send, slowed

# Some commits take so long: they wait in the server, where a check at the end of a transaction would, and once each.
_SLOW_COMMIT = """
CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('test.slow', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM set_config('test.slow', pg_current_xact_id()::text, true), pg_sleep(1.5);
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER slow_commit AFTER INSERT ON results
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.submission_id::text > 'd')
    EXECUTE FUNCTION take_time();
"""
_QUICK_COMMIT = "DROP TRIGGER slow_commit ON results; DROP FUNCTION take_time();"
_COMMITTING = (
    "SELECT count(*) FROM pg_stat_activity WHERE query = 'COMMIT' AND wait_event = 'PgSleep'"
)


def test_killing_marking_processes_loses_nothing(stack: Stack, experiments: Experiments):
    chance = random.Random(1)
    with experiments.run(
        "1", "A process that marks is killed every 0.8 s", says="signal 9"
    ) as load:
        for _ in range(experiments.form.pick(short=6, long=30)):
            send(signal.SIGKILL, chance.choice(stack.children("worker")))
            load.wait(0.8)


def test_killing_the_worker_loses_nothing_and_leaves_nobody_behind(
    stack: Stack, experiments: Experiments
):
    with experiments.run(
        "2",
        "The worker is killed, and started again by its supervisor",
        says=r"exited: worker \(terminated by SIGKILL; not expected\)",
    ) as load:
        for _ in range(experiments.form.pick(short=2, long=5)):
            children = stack.children("worker")
            stack.signal("worker", signal.SIGKILL)
            load.wait_for(lambda: stack.children("worker"), "the worker to be back")
            load.wait_for(
                lambda gone=children: not set(gone) & set(stack.processes()),
                "the processes of the killed worker to end",
            )


def test_a_worker_that_is_stopped_ends_what_it_has_begun(stack: Stack, experiments: Experiments):
    with experiments.run(
        "3", "The worker is stopped and started", says=r"stopped: worker \(exit status 0\)"
    ) as load:
        for _ in range(experiments.form.pick(short=2, long=5)):
            began = time.monotonic()
            code, took = stack.stop("worker"), time.monotonic() - began
            stack.start_again("worker")
            assert code == 0
            assert took < 20
            load.wait_for(lambda: stack.children("worker"), "the worker to be back")
            load.wait(1)
    assert load.figures.begun_again == 0


def test_a_stop_that_is_cut_short_loses_nothing(stack: Stack, experiments: Experiments):
    with experiments.run(
        "4", "The worker is told to stop, and killed a second later", says="exited: worker"
    ) as load:
        for _ in range(experiments.form.pick(short=2, long=5)):
            group = [stack.pid("worker"), *stack.children("worker")]
            send(signal.SIGTERM, group[0])
            load.wait(1)
            send(signal.SIGKILL, *group)
            load.wait_for(lambda: stack.children("worker"), "the worker to be back")


def test_a_signal_during_a_commit_neither_loses_nor_doubles_it(
    stack: Stack, experiments: Experiments
):
    with (
        experiments.run(
            "5",
            "The worker is stopped, and a process of it killed, while they commit",
            says=r"stopped: worker \(exit status 0\)",
        ) as load,
        slowed(stack, _SLOW_COMMIT, _QUICK_COMMIT),
    ):
        load.wait_for(lambda: is_committing(stack), "a commit")
        assert stack.stop("worker") == 0
        stack.start_again("worker")
        load.wait_for(lambda: is_committing(stack), "another commit")
        send(signal.SIGKILL, *stack.children("worker"))
        load.wait(1)


def is_committing(stack: Stack) -> bool:
    with stack.db.reading() as session:
        return bool(session.scalar(text(_COMMITTING)))
