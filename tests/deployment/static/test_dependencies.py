"""Every direct dependency is pinned, justified and licensed on docs/dependencies.md, and nothing else is."""

import json
import re
import tomllib

import pytest
from packaging.requirements import Requirement

from tests.deployment.compose import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PACKAGE = json.loads((ROOT / "package.json").read_text())
FRONT_END = {**PACKAGE["dependencies"], **PACKAGE["devDependencies"]}
LOCK = json.loads((ROOT / "package-lock.json").read_text())["packages"]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "dependencies.md").read_text().splitlines()
    if line.startswith("|") and not line.startswith(("| package |", "| ---"))
]


def python_requirements() -> list[Requirement]:
    groups = [
        PYPROJECT["project"]["dependencies"],
        *PYPROJECT["project"]["optional-dependencies"].values(),
        *PYPROJECT["dependency-groups"].values(),
        (ROOT / "tools" / "node.in").read_text().splitlines(),
    ]
    return [Requirement(line) for group in groups for line in group]


def written(requirement: Requirement) -> tuple[str, str]:
    extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
    return requirement.name + extras, str(requirement.specifier)


def test_the_page_lists_each_direct_dependency_with_its_versions_and_no_other():
    declared = sorted([*map(written, python_requirements()), *FRONT_END.items()])
    assert sorted((row[0], row[1]) for row in ROWS) == declared


def test_each_dependency_has_a_reason_and_a_licence():
    for name, _versions, why, licence in ROWS:
        assert why.endswith("."), name
        assert licence, name


@pytest.mark.parametrize("name", ["runtime", "embedded", "dev", "build"])
def test_requirements_are_exact_hashed_and_name_no_address(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    pinned = re.findall(r"^(\S+)==\S+(?: ;[^\\]+)? \\\n    --hash=sha256:", text, re.MULTILINE)
    named = re.findall(r"^[A-Za-z]\S*", text, re.MULTILINE)
    assert len(pinned) == len(named) > 0
    assert "://" not in text


@pytest.mark.parametrize("name", ["runtime", "embedded", "build"])
def test_what_is_installed_is_what_was_tested(name):
    assert pins(name).items() <= pins("dev").items()


def pins(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return dict(re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==(\S+)", text, re.MULTILINE))


def test_each_declared_dependency_is_pinned_within_its_versions():
    found = pins("dev") | pins_of_node()
    for requirement in python_requirements():
        assert requirement.specifier.contains(found[requirement.name.lower()]), requirement


def pins_of_node() -> dict[str, str]:
    text = (ROOT / "tools" / "node.txt").read_text()
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


def test_front_end_packages_are_locked_by_content_and_not_by_address():
    for name, version in FRONT_END.items():
        locked = LOCK[f"node_modules/{name}"]
        assert locked["version"] == version
        assert locked["integrity"].startswith("sha512-")
    assert not [package for package in LOCK.values() if "resolved" in package]
