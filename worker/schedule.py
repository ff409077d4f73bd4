"""What beat rings for, and how often. Several beats are harmless."""

from app.dispatch import FORGET_TASK, HAND_IN_TASK, SWEEP_TASK, priority_of

SWEEP_SECONDS = 2.0
FORGET_SECONDS = 600.0

SCHEDULE = {
    "sweep": {
        "task": SWEEP_TASK,
        "schedule": SWEEP_SECONDS,
        # A worker that was away must not catch up on sweeps.
        "options": {"expires": 2 * SWEEP_SECONDS},
    },
    "hand in": {
        "task": HAND_IN_TASK,
        "schedule": SWEEP_SECONDS,
        "options": {"expires": 2 * SWEEP_SECONDS},
    },
    "forget": {
        "task": FORGET_TASK,
        "schedule": FORGET_SECONDS,
        "options": {"expires": FORGET_SECONDS, "priority": priority_of(FORGET_TASK)},
    },
}
