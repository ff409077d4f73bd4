"""`gradmark problems` and `gradmark sample`, as they are typed."""

import json

import pytest
from click.testing import CliRunner

from app.cli.problems import problems, sample
from app.domain.diagnosis import deal
from app.domain.problems import find_problem, instantiate, library


def run(command, *arguments):
    return CliRunner().invoke(command, arguments)


def test_problems_are_listed_one_json_object_a_line():
    result = run(problems, "--json")
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["problem"] for row in rows] == [problem.slug for problem in library()]
    for row, problem in zip(rows, library(), strict=True):
        assert set(row) == {"problem", "version", "title", "topic", "difficulty"}
        assert row["version"] == problem.version
        assert row["topic"] == problem.topic
        assert row["difficulty"] == problem.difficulty


def test_problems_are_listed_as_a_table_for_people():
    lines = run(problems).stdout.splitlines()
    assert len(lines) == len(library()) + 1
    assert lines[0].split() == ["PROBLEM", "TITLE", "TOPIC", "DIFFICULTY", "VERSION"]
    for line, problem in zip(lines[1:], library(), strict=True):
        assert line.index(problem.title) == lines[0].index("TITLE")
        assert line.endswith(problem.version)


def test_a_sample_with_truths_is_one_variant_a_line():
    result = run(sample, "--problem", "weights-only-weigh", "--seeds", "3:6", "--truth", "--json")
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["seed"] for row in rows] == [3, 4, 5]
    for row in rows:
        dealt = deal(find_problem("weights-only-weigh"), row["seed"])
        variant, truth = dealt.variant, dealt.truth
        assert set(row) == {"problem", "version", "seed", "code", "questions"}
        assert row["code"] == variant.code
        assert row["version"] == variant.version
        assert row["questions"] == [
            {"id": question.id, "expr": question.expr, "truth": truth[question.id]}
            for question in variant.questions
        ]
        assert row["questions"][2]["truth"] is None


def test_a_seed_that_teaches_nothing_at_first_is_sampled_as_it_is_dealt():
    problem, seed = next(
        (problem, seed)
        for problem in library()
        for seed in range(60)
        if deal(problem, seed).redraws
    )
    result = run(sample, "--problem", problem.slug, "--seeds", str(seed), "--json")
    code = json.loads(result.stdout)["code"]
    assert code == deal(problem, seed).variant.code != instantiate(problem, seed).code


def test_without_being_asked_a_sample_tells_no_truth():
    result = run(sample, "--problem", "backward-twice", "--seeds", "0", "--json")
    (row,) = map(json.loads, result.stdout.splitlines())
    assert row["questions"] == [{"id": "x_grad", "expr": "x.grad"}]


def test_a_sample_for_people_is_the_snippet_with_its_answers_below():
    result = run(sample, "--problem", "zeroed-in-between", "--seeds", "2", "--truth")
    dealt = deal(find_problem("zeroed-in-between"), 2)
    variant, (value, *_) = dealt.variant, dealt.truth["x_grad"]
    assert result.stdout.startswith(
        f"# zeroed-in-between, version {variant.version}, seed 2\nimport torch\n"
    )
    assert variant.code in result.stdout
    assert f"# x.grad: tensor([{value}, {value}, {value}])" in result.stdout
    compile(result.stdout, "sample", "exec")


def test_a_sample_for_people_keeps_the_answers_back_unless_asked():
    assert "# x.grad: ?" in run(sample, "--problem", "zeroed-in-between", "--seeds", "2").stdout


@pytest.mark.parametrize(
    ("slug", "seeds", "message"),
    [
        ("backwards-twice", "0", "Did you mean backward-twice"),
        ("zzz-000", "0", "gradmark problems"),
        ("backward-twice", "a:b", "neither a seed such as 7 nor a range such as 0:20"),
        ("backward-twice", "-1", "neither a seed"),
        ("backward-twice", "0:20:2", "neither a seed"),
        ("backward-twice", "\u0661", "neither a seed"),
        ("backward-twice", "", "neither a seed"),
        ("backward-twice", "5:5", "holds no seed"),
        ("backward-twice", "6:5", "holds no seed"),
        ("backward-twice", "4294967296", "from 0 to 4294967295"),
        ("backward-twice", "0:4294967297", "from 0 to 4294967295"),
    ],
)
def test_a_bad_argument_is_one_line_and_exit_status_2(slug, seeds, message):
    result = run(sample, "--problem", slug, f"--seeds={seeds}", "--json")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert message in result.stderr


def test_the_last_seed_of_all_can_be_drawn():
    result = run(
        sample, "--problem", "backward-twice", "--seeds", "4294967295:4294967296", "--json"
    )
    assert json.loads(result.stdout)["seed"] == 2**32 - 1
