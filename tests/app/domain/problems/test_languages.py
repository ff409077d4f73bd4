"""What the language refuses, and what a file gets wrong, can be said in the reader's language."""

import json

import pytest

from app.domain.authoring import Refusal, inspect
from app.domain.problems.refusals import refusal_text, refusal_with_place
from app.domain.stored_texts import from_plain, to_plain
from app.domain.texts import Message
from app.web.catalogue import texts_in
from engine.snippet import SnippetError, parse
from tests.app.domain.authoring.files import changed
from tests.authoring_page import returned


def in_chinese(text: str) -> str:
    """Write a text as a page does for a reader of Chinese."""
    assert isinstance(text, Message), text
    values = {
        name: in_chinese(value) if isinstance(value, Message) else value
        for name, value in text.values.items()
    }
    return texts_in("zh_Hans").gettext(text.pattern) % values


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (
            "import torch\ntorch.tensr(1)\n",
            "第 2 行第 7 列：片段语言中没有 `torch.tensr`（你是不是想写 `tensor` 或 `Tensor` 或 `tensordot`？）",
        ),
        ("x: int = 3\n", "第 1 行第 1 列：片段语言中没有带类型注解的赋值；赋值时请不要写类型"),
        ("len()\n", "第 1 行第 1 列：片段中的 `len` 接受 1 个值，却给了 0 个"),
    ],
)
def test_a_refusal_is_written_in_chinese_with_its_place_and_all_that_is_nested_in_it(program, said):
    with pytest.raises(SnippetError) as caught:
        parse(program).run()
    assert refusal_text(caught.value) == caught.value.message
    assert in_chinese(refusal_with_place(caught.value)) == said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'kind = "number"',
            'kind = "numbr"',
            "必须是以下之一：number, vector, matrix, derived, choice, expression；你是不是想写 number？",
        ),
        ("difficulty = 2", "difficulty = 9", "必须是从 1 到 5 的整数"),
        ("y.backward()\n", "k = 3\n", "`k` 是参数，代码片段不能给它另一个值"),
        (
            "y.backward()\n",
            "while True:\n    pass\n",
            "程序超过了 200000 步的上限；是不是有循环停不下来？",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_kept_so_that_it_can_be_written_in_chinese(old, new, said):
    refusal = returned(inspect(changed(old, new), slug="a-file")).refusal
    kept = Refusal.from_json(json.loads(json.dumps(refusal.to_json())))
    assert kept == refusal
    assert in_chinese(kept.message) == said


def test_what_a_gate_says_of_one_variant_can_be_written_in_chinese():
    asks_for_a_word = changed('expr = "x.grad"', 'expr = "x.grad.sum()"\n# kind = "boolean"')
    gate, *_ = returned(inspect(asks_for_a_word, slug="a-file")).report.gates
    detail = from_plain(json.loads(json.dumps(to_plain(gate.failures[0].examples[0].detail))))
    assert detail.startswith("asks for `x.grad.sum()`, which is ")
    assert in_chinese(detail).startswith("询问 `x.grad.sum()`，而它是 ")
    assert in_chinese(detail).endswith("：既不是 True 也不是 False")
