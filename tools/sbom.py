"""Write the software bill of materials: all that a deployment runs, as CycloneDX 1.6 in JSON, to standard output.

Taken from what is pinned: requirements/runtime.txt for the image, package-lock.json for what pages load.
"""

import base64
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

ROOT = Path(__file__).parents[1]
_PINNED = re.compile(
    r"^([A-Za-z][\w.-]*)(?:\[[^]]*\])?==(\S+)((?:.*\\\n +--hash=sha256:\w+)+)", re.MULTILINE
)


def bill() -> Bom:
    """Return the bill of this checkout."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    made = Bom()
    made.metadata.component = Component(
        type=ComponentType.APPLICATION, name=project["name"], version=project["version"]
    )
    made.components.update(_of_the_image(), _of_pages())
    made.register_dependency(made.metadata.component, made.components)
    return made


def _of_the_image() -> Iterator[Component]:
    text = (ROOT / "requirements" / "runtime.txt").read_text()
    for name, version, hashes in _PINNED.findall(text):
        # One for each file that the version has: any of them may be installed.
        found = re.findall(r"sha256:(\w+)", hashes)
        yield _library(
            PackageURL("pypi", name=name.lower(), version=version),
            (HashType(alg=HashAlgorithm.SHA_256, content=one) for one in found),
        )


def _of_pages() -> Iterator[Component]:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for path, locked in packages.items():
        if not path or locked.get("dev") or locked.get("optional"):
            continue
        scope, _, name = path.rpartition("node_modules/")[2].rpartition("/")
        digest = base64.b64decode(locked["integrity"].removeprefix("sha512-")).hex()
        yield _library(
            PackageURL("npm", namespace=scope or None, name=name, version=locked["version"]),
            [HashType(alg=HashAlgorithm.SHA_512, content=digest)],
        )


def _library(address: PackageURL, hashes: Iterator[HashType] | list[HashType]) -> Component:
    return Component(
        type=ComponentType.LIBRARY,
        group=address.namespace,
        name=address.name,
        version=address.version,
        purl=address,
        bom_ref=str(address),
        hashes=hashes,
    )


if __name__ == "__main__":
    sys.stdout.write(JsonV1Dot6(bill()).output_as_string(indent=2) + "\n")
