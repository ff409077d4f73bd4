"""What the README says is true."""

import re
from pathlib import Path

from app.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def test_every_setting_stands_in_the_table_with_its_default():
    rows = dict(re.findall(r"^\| `(GRADMARK_\w+)` \|.*\| (.*) \|$", README, re.MULTILINE))

    expected = {
        f"GRADMARK_{name.upper()}": "none" if field.is_required() else f"`{field.default}`"
        for name, field in Settings.model_fields.items()
    }
    assert rows == expected


def test_every_folder_and_file_it_names_is_there():
    folders = re.findall(r"^\| (`[\w/]+`(?:, `[\w/]+`)*) \|", README, re.MULTILINE)
    named = {name for cell in folders for name in re.findall(r"`([\w/]+)`", cell) if name.islower()}
    linked = set(re.findall(r"\]\(((?!http)[^)]+)\)", README))

    assert {name for name in named | linked if not (ROOT / name).exists()} == set()


def test_every_make_target_it_names_is_there():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert set(re.findall(r"^    make ([\w-]+)", README, re.MULTILINE)) <= targets
