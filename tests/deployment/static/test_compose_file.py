"""docker-compose.yml is valid, refers only to what exists, and hardens every service."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.deployment.compose import (
    ROOT,
    MissingValueError,
    compose_service,
    interpolate,
    read_compose,
    read_example,
    variables_of,
)

SERVICES = read_compose()["services"]
OWN = ("web", "worker", "beat", "migrate")
SECRETS = (
    "GRADMARK_SECRET_KEY",
    "POSTGRES_OWNER_PASSWORD",
    "POSTGRES_APP_PASSWORD",
    "REDIS_PASSWORD",
)
VALUES = {
    **read_example(),
    **{name: f"{name.lower().replace('_', '')}{'0123456789' * 3}" for name in SECRETS},
}

each_service = pytest.mark.parametrize("name", SERVICES)


def compose_command() -> list[str]:
    if shutil.which("docker"):
        plugin = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
        if plugin.returncode == 0:
            return ["docker", "compose"]
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    pytest.fail(
        "Compose is missing: apt install docker-compose, or install Docker's compose plugin."
    )


def config(folder: Path, values: dict[str, str], *options: str) -> subprocess.CompletedProcess:
    """Run Compose's own check on the file as it would be with these values in .env."""
    for name in ("docker-compose.yml", "Dockerfile"):
        shutil.copy(ROOT / name, folder / name)
    (folder / ".env").write_text("".join(f"{key}={value}\n" for key, value in values.items()))
    return subprocess.run(
        [*compose_command(), "config", *options],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_file_follows_the_compose_specification():
    outcome = subprocess.run(
        [
            Path(sys.executable).with_name("check-jsonschema"),
            *("--builtin-schema", "vendor.compose-spec"),
            ROOT / "docker-compose.yml",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_compose_accepts_the_file(tmp_path):
    outcome = config(tmp_path, VALUES, "-q")
    assert outcome.returncode == 0, outcome.stderr


@pytest.mark.parametrize("name", SECRETS)
def test_compose_refuses_to_start_without_a_secret_and_says_where_it_belongs(name, tmp_path):
    outcome = config(tmp_path, {**VALUES, name: ""}, "-q")
    assert outcome.returncode != 0
    assert "is missing in .env, see .env.example" in outcome.stderr
    with pytest.raises(MissingValueError, match=name):
        interpolate(read_compose(), {**VALUES, name: ""})


@each_service
def test_compose_reads_commands_and_environments_as_our_tests_do(name, tmp_path):
    outcome = config(tmp_path, VALUES)
    resolved = yaml.safe_load(outcome.stdout)["services"][name]
    ours = interpolate(SERVICES[name], VALUES)
    # `config` prints what may be read back, so it doubles dollars again.
    theirs = interpolate(resolved, {})
    assert theirs.get("command") == ours.get("command")
    assert theirs["environment"] == {key: str(value) for key, value in ours["environment"].items()}


def test_every_variable_of_the_file_is_in_the_example_and_the_other_way_round():
    assert variables_of(read_compose()) == set(read_example())


def test_the_example_holds_no_secret():
    assert {name for name, value in read_example().items() if not value} == set(SECRETS)


def test_defaults_in_the_file_are_those_of_the_example():
    assert interpolate(read_compose(), VALUES) == interpolate(
        read_compose(), {name: VALUES[name] for name in SECRETS}
    )


def test_no_secret_has_a_default():
    for name in SECRETS:
        written = re.findall(rf"\$\{{{name}[^}}]*\}}", (ROOT / "docker-compose.yml").read_text())
        assert written
        assert all(f"${{{name}:?" in use for use in written)


@each_service
def test_a_service_depends_only_on_services_that_report_what_it_waits_for(name):
    for needed, how in SERVICES[name].get("depends_on", {}).items():
        assert needed in SERVICES
        if how["condition"] == "service_healthy":
            assert SERVICES[needed]["healthcheck"]["test"]
        else:
            assert how["condition"] == "service_completed_successfully"
            assert SERVICES[needed]["restart"] == "no"


@each_service
def test_a_service_uses_only_networks_volumes_and_files_that_exist(name):
    content = read_compose()
    assert set(SERVICES[name]["networks"]) <= set(content["networks"])
    for volume in SERVICES[name].get("volumes", []):
        source = volume.split(":")[0]
        if source.startswith("./"):
            assert (ROOT / source).is_file()
            assert volume.endswith(":ro")
        else:
            assert source in content["volumes"]


def test_every_named_volume_is_used_once():
    used = [
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
    ]
    named = sorted(source for source in used if not source.startswith("./"))
    assert named == sorted(read_compose()["volumes"])


@each_service
def test_a_service_is_hardened(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert "/tmp" in service["tmpfs"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["init"] is True
    assert service["stop_grace_period"] == "60s"
    assert service["pids_limit"] > 0
    assert service["mem_limit"]
    assert "privileged" not in service
    assert "cap_add" not in service
    assert service["restart"] == ("no" if name == "migrate" else "unless-stopped")


@pytest.mark.parametrize("name", ["postgres", "redis"])
def test_a_store_runs_as_its_own_user_from_a_pinned_image(name):
    assert SERVICES[name]["user"] == name
    assert re.fullmatch(rf"{name}:\d+\.\d+(\.\d+)?-bookworm", SERVICES[name]["image"])


def test_redis_is_new_enough_for_its_lua_fixes():
    version = SERVICES["redis"]["image"].split(":")[1].split("-")[0]
    assert tuple(map(int, version.split("."))) >= (8, 2, 2)


def test_only_web_can_be_reached_and_by_default_only_from_this_machine():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert interpolate(published, VALUES) == {"web": ["127.0.0.1:8000:8000"]}
    assert read_compose()["networks"]["inside"] == {"internal": True}
    outside = {name for name, service in SERVICES.items() if "outside" in service["networks"]}
    assert outside == {"web"}


def test_web_and_worker_can_be_scaled():
    for name in ("web", "worker"):
        assert "container_name" not in SERVICES[name]
        assert "volumes" not in SERVICES[name]


@pytest.mark.parametrize("name", OWN)
def test_our_services_share_one_image_and_wait_for_their_stores(name):
    service = SERVICES[name]
    assert (service["image"], service["build"]) == (SERVICES["web"]["image"], ".")
    assert service["command"][0] == "gradmark"
    waits_for = {"postgres"} if name == "migrate" else {"migrate", "postgres", "redis"}
    assert set(service["depends_on"]) == waits_for


def test_only_migrations_connect_as_the_owner_of_the_tables():
    users = {
        name: re.search(r"//(\w+):", compose_service(name, VALUES)[1]["GRADMARK_DATABASE_URL"])[1]
        for name in OWN
    }
    assert users.pop("migrate") == "gradmark_owner"
    assert set(users.values()) == {"gradmark_app"}


def test_each_setting_of_the_services_is_one_that_gradmark_reads():
    from app.settings import Settings

    known = {f"GRADMARK_{name.upper()}" for name in Settings.model_fields}
    for name in OWN:
        assert set(SERVICES[name]["environment"]) <= known


def test_the_environment_of_each_service_makes_usable_settings(monkeypatch):
    from app.settings import read_settings

    for name in OWN:
        for key, value in compose_service(name, VALUES)[1].items():
            monkeypatch.setenv(key, value)
        assert read_settings().public_url == "http://127.0.0.1:8000"
