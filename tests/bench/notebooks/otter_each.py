"""Lets Otter-Grader mark notebooks one after the other in one process; runs in the environment of the notebooks.

python otter_each.py AUTOGRADER.zip NOTEBOOK...
"""

import json
import sys

from otter.api import grade_submission

autograder, *notebooks = sys.argv[1:]
totals = [grade_submission(one, autograder, quiet=True).total for one in notebooks]
sys.stdout.write(f"\n{json.dumps(totals)}\n")
