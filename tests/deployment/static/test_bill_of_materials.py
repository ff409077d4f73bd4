"""The software bill of materials names all that a deployment runs, with its hashes, and nothing else."""

import json
import re
import subprocess
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.deployment.compose import ROOT


def test_the_bill_holds_every_pin_of_the_image_and_every_package_of_pages():
    made = subprocess.run(
        [sys.executable, ROOT / "tools" / "sbom.py"], capture_output=True, text=True, check=True
    ).stdout
    found = {one["purl"]: one for one in json.loads(made)["components"]}
    text = (ROOT / "requirements" / "runtime.txt").read_text()
    pins = {
        f"pkg:pypi/{name.lower()}@{version}"
        for name, version in re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==(\S+)", text, re.MULTILINE)
    }
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    packages = {
        f"pkg:npm/{path.removeprefix('node_modules/').replace('@', '%40')}@{one['version']}"
        for path, one in locked.items()
        if path and not one.get("dev")
    }

    assert set(found) == pins | packages
    assert all(one["hashes"] for one in found.values())
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(made) is None
