"""docs/operations.md and the files for Prometheus speak of the figures, fields and alerts that there are."""

import ast
import re
from pathlib import Path

import yaml
from prometheus_client import Counter

from app import metrics
from app.gauges import PARTS, tell
from app.logs import FIELDS
from app.queries.queue import Queue
from tests.deployment.compose import read_compose
from tests.named_tests import missing_among, named_in

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "operations.md").read_text()
RULES = yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text())["groups"][0]["rules"]
SCRAPES = yaml.safe_load((ROOT / "deploy" / "prometheus.yml").read_text())["scrape_configs"]


def rows_after(heading: str) -> dict[str, str]:
    """The first cells of the first table under a heading, each with the whole row."""
    table = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| (.*?) \|(.*)\|$", table, re.MULTILINE)
    return {name: row for first, row in rows for name in re.findall(r"`(\w+)`", first)}


COUNTED = [getattr(metrics, name) for name in metrics.__all__ if name.isupper()]
FOUND = [PARTS, *tell(Queue(waiting=0, marking=0, failed=0, oldest_seconds=None, workers=0))]
NAMES = {one._name for one in COUNTED} | {one if one is PARTS else one.name for one in FOUND}
COUNTERS = {one._name for one in COUNTED if isinstance(one, Counter)}


def used_in(text: str) -> set[str]:
    """The figures that a text or an expression names, without what Prometheus adds to them."""
    said = re.findall(r"gradmark_\w+", text)
    return {re.sub(r"_(total|bucket|sum|count)$", "", name) for name in said}


def test_the_page_tells_of_every_figure_and_of_no_other():
    assert set(rows_after("Figures")) >= NAMES
    assert used_in(PAGE) - {"gradmark_owner"} == NAMES


def test_alerts_use_figures_that_there_are():
    for rule in RULES:
        assert used_in(rule["expr"]) <= NAMES, rule["alert"]


def test_counters_are_asked_for_by_the_names_under_which_they_are_told():
    asked = re.findall(r"gradmark_\w+", " ".join(rule["expr"] for rule in RULES))
    asked += re.findall(r"(gradmark_\w+)[{\[]", PAGE)

    assert COUNTERS.isdisjoint(asked)
    assert {name for name in asked if name.endswith("_total")} <= {
        f"{one}_total" for one in COUNTERS
    }


def test_each_alert_is_explained_and_each_explanation_has_an_alert():
    assert list(rows_after("What each alert means")) == [rule["alert"] for rule in RULES]
    for rule in RULES:
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"]


def test_every_field_of_a_line_is_explained():
    assert set(FIELDS) | {"request_id", "exception"} <= set(rows_after("What is written"))


def test_prometheus_asks_where_the_deployment_tells():
    services = read_compose()["services"]
    for scrape in SCRAPES:
        ((where,),) = [scrape["dns_sd_configs"]]
        (name,) = where["names"]
        bind = services[name]["environment"]["GRADMARK_METRICS_BIND"]
        assert bind == f"0.0.0.0:{where['port']}"
        assert f'up{{job="{scrape["job_name"]}"}}' in str(RULES) or name == "worker"


def test_what_the_page_says_is_held_by_tests_that_exist():
    shown = PAGE.split("## What shows that this page is true\n", 1)[1]

    assert len(named_in(shown)) > 20
    assert missing_among(named_in(shown)) == []


def lines_of_trouble() -> set[str]:
    """What is written at the level of a warning or above, with `…` for what differs."""
    calls = (
        node
        for folder in ("app", "worker")
        for file in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    )
    return {
        ast.literal_eval(call.args[0]).replace("%s", "…")
        for call in calls
        if ast.unparse(call.func)
        in {f"_log.{level}" for level in ("warning", "error", "exception")}
    }


def test_every_line_of_trouble_is_explained():
    section = PAGE.split("## What a line of trouble means\n", 1)[1].split("\n## ", 1)[0]

    assert {
        line
        for row in section.splitlines()
        if row.startswith("| `")
        for line in re.findall(r"`([^`]+)`", row.split(" | ", 1)[0])
    } == lines_of_trouble()
