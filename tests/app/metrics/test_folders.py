"""The folder in which the processes of a server share their figures."""

import os
import subprocess
import sys

MAKE = "import os; from app import metrics; metrics.make_folder(); print(os.environ['PROMETHEUS_MULTIPROC_DIR'])"


def make_folder_in(parent) -> str:
    """Make one as a server does that is killed at once."""
    environment = {**os.environ, "TMPDIR": str(parent)}
    made = subprocess.run(
        [sys.executable, "-c", MAKE], env=environment, check=True, capture_output=True, text=True
    )
    return made.stdout.strip()


def test_the_folder_of_a_killed_server_goes_at_the_next_start_and_others_stay(tmp_path):
    of_a_living_one = tmp_path / f"gradmark-metrics-{os.getpid()}-x"
    of_nobody = tmp_path / "gradmark-metrics-nobody-x"
    for folder in (of_a_living_one, of_nobody):
        folder.mkdir()
    left_behind = make_folder_in(tmp_path)

    fresh = make_folder_in(tmp_path)

    assert {str(one) for one in tmp_path.iterdir()} == {fresh, str(of_a_living_one), str(of_nobody)}
    assert fresh != left_behind
