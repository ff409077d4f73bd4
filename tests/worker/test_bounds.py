"""A task for which memory does not suffice fails by itself; the worker lives on."""

from celery import Celery

from worker.bounds import BoundedTask, PastMemory

MORE_THAN_THERE_IS = 2**60


def test_a_task_that_runs_out_of_memory_fails_in_a_way_that_celery_survives():
    celery = Celery("test", task_cls=BoundedTask, set_as_current=False)

    @celery.task
    def grab() -> None:
        bytearray(MORE_THAN_THERE_IS)

    failed = grab.apply()

    assert isinstance(failed.result, PastMemory)
    assert not isinstance(failed.result, MemoryError), "Celery ends the worker's parent over one"


def test_a_task_gets_its_arguments():
    celery = Celery("test", task_cls=BoundedTask, set_as_current=False)
    seen = []

    @celery.task
    def hear(*args: object, **options: object) -> None:
        seen.append((args, options))

    assert hear.apply((1,), {"two": 2}).successful()
    assert seen == [((1,), {"two": 2})]
