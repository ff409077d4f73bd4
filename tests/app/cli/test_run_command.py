"""`gradmark run`: output, exit status and the one line that says what went wrong."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.run import run

GOOD = "import torch\nx = torch.tensor([1., 2.], requires_grad=True)\n(x * x).sum().backward()\nprint(x.grad)\n"
RAISING = "import torch\nprint('before')\nx = torch.ones(2, requires_grad=True)\nx.backward()\n"
REFUSED = "import torch\nprint('before')\nx = {1, 2}\n"
ENDLESS = "print('before')\nwhile True:\n    pass\n"
IMPLICIT = "grad can be implicitly created only for scalar outputs"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    """Write a snippet into a file and give its path."""

    def write(name: str, content: str | bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def invoke(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(run, arguments, input=stdin, catch_exceptions=False)


def test_a_snippet_prints_what_pytorch_prints(write):
    result = invoke(write("good.py", GOOD))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "tensor([2., 4.])\n", "")


def test_an_exception_is_the_last_line_on_stderr_and_keeps_the_output(write):
    result = invoke(write("raising.py", RAISING))
    assert (result.exit_code, result.stdout) == (1, "before\n")
    assert result.stderr == f"RuntimeError: {IMPLICIT}\n"


def test_a_refused_snippet_names_file_line_and_column(write):
    path = write("refused.py", REFUSED)
    result = invoke(path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{path}:3:5: UnsupportedSyntax: a set is not part of")


def test_a_snippet_past_a_bound_is_refused_likewise(write):
    path = write("endless.py", ENDLESS)
    result = invoke(path)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{path}:3:5: LimitExceeded: the program takes more than")


def test_warnings_go_to_stderr(write):
    source = "import torch\ny = torch.ones(2, requires_grad=True) * 2\nprint(y.grad)\n"
    result = invoke(write("warning.py", source))
    assert (result.exit_code, result.stdout) == (0, "None\n")
    assert result.stderr.startswith("UserWarning: The .grad attribute of a Tensor that is not")


def test_an_exception_without_a_text_is_its_name_alone(write):
    result = invoke(write("bare.py", "{}[None]\n"))
    assert result.stderr == "KeyError: None\n"


def test_several_files_run_in_order_and_the_highest_status_counts(write):
    good, raising = write("good.py", GOOD), write("raising.py", RAISING)
    result = invoke(good, raising, good)
    assert result.exit_code == 1
    assert result.stdout == "tensor([2., 4.])\nbefore\ntensor([2., 4.])\n"
    assert invoke(raising, write("refused.py", REFUSED), good).exit_code == 2


def test_a_dash_reads_standard_input():
    result = invoke("-", stdin=GOOD.encode())
    assert (result.exit_code, result.stdout) == (0, "tensor([2., 4.])\n")
    assert invoke("-", stdin=b"x = {1}").stderr.startswith("-:1:5: UnsupportedSyntax")


def test_json_gives_one_object_a_line_and_status_0(write):
    paths = [
        write("a.py", GOOD),
        write("b.py", RAISING),
        write("c.py", REFUSED),
        write("d.py", ENDLESS),
    ]
    result = invoke("--json", *paths)
    assert result.exit_code == 0
    good, raising, refused, endless = map(json.loads, result.stdout.splitlines())
    assert good == {"file": paths[0], "stdout": "tensor([2., 4.])\n", "error": None}
    assert raising == {
        "file": paths[1],
        "stdout": "before\n",
        "error": {"type": "RuntimeError", "message": IMPLICIT},
    }
    assert refused["error"]["type"] == "UnsupportedSyntax"
    assert refused["error"]["message"].startswith("line 3, column 5: a set is not part of")
    assert endless["error"]["type"] == "LimitExceeded"
    assert result.stderr == ""


def test_json_reads_standard_input_too():
    result = invoke("--json", "-", stdin=b"print('\xc3\xa9')")
    assert json.loads(result.stdout) == {"file": "-", "stdout": "é\n", "error": None}


UNREADABLE = {
    "a missing file": ("missing.py", None, "No such file or directory"),
    "a folder": (".", None, "Is a directory"),
    "a file that is not UTF-8": (
        "latin.py",
        "x = 'é'".encode("latin-1"),
        "not UTF-8 text (byte 6)",
    ),
    "an image": ("image.py", b"\x89PNG\r\n\x1a\n", "not UTF-8 text (byte 1)"),
}


@pytest.mark.parametrize(("name", "content", "reason"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_is_said_in_one_line(write, tmp_path, name, content, reason):
    path = str(tmp_path / name) if content is None else write(name, content)
    result = invoke(path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"gradmark: {path} ")
    assert reason in result.stderr
    assert result.stderr.count("\n") == 1


def test_json_tells_what_cannot_be_read_and_goes_on(write, tmp_path):
    result = invoke("--json", str(tmp_path / "missing.py"), write("good.py", GOOD))
    assert result.exit_code == 2
    missing, good = map(json.loads, result.stdout.splitlines())
    assert missing["error"]["type"] == "CannotRead"
    assert "No such file" in missing["error"]["message"]
    assert good["error"] is None


def test_a_huge_file_is_refused_without_being_read_whole(write):
    path = write("huge.py", b"#" * 9_999 + "é".encode() * 2_000_000)
    result = invoke(path)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{path}:1:1: LimitExceeded: the text is longer than")


def test_huge_binary_data_is_not_taken_for_an_empty_program(write):
    assert invoke(write("binary.py", b"\xff" * 20_000)).exit_code == 2


def test_a_byte_order_mark_and_windows_line_ends_are_fine(write):
    source = b"\xef\xbb\xbf" + b"if True:\r\n    print('fine')\r\n"
    assert invoke(write("windows.py", source)).stdout == "fine\n"


def test_control_characters_are_printed_as_they_are(write):
    assert invoke(write("ansi.py", "print('\\033[1mbold')")).stdout == "\033[1mbold\n"


def test_no_file_is_a_usage_error():
    assert invoke().exit_code == 2


def test_the_help_explains_the_exit_status():
    text = " ".join(invoke("--help").stdout.split())
    assert "0 when a snippet ran to its end, 1 when it ended with an exception" in text
    assert "FILE:LINE:COLUMN" in text
