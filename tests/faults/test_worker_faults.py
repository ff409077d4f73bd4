"""Workers and their children die, stop and stall: nothing is lost, and nothing is marked twice."""

import os
import random
import signal

from tests.faults.experiment import Experiments
from tests.faults.stack import Stack


def test_killing_marking_processes_loses_nothing(stack: Stack, experiments: Experiments):
    kills = experiments.form.pick(short=6, long=30)
    chance = random.Random(1)
    with experiments.run(
        "1",
        "A marking process is killed every 0.8 s",
        says="WorkerLostError|exited prematurely|SIGKILL",
    ) as load:
        for _ in range(kills):
            os.kill(chance.choice(stack.children("worker")), signal.SIGKILL)
            load.wait(0.8)
