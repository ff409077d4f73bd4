"""Print the allow-list."""

import sys

from engine.snippet.reference import language

sys.stdout.write(language() + "\n")
