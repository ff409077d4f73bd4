"""The files of other languages are in step with the sources, and whole."""

import re

import pytest
from babel.messages.catalog import Message

from app.domain.languages import LANGUAGES
from tests.texts.books import TRANSLATIONS, key_of, messages, read_books
from tests.texts.sources import texts

LOCALES = sorted(path.name for path in TRANSLATIONS.iterdir() if path.is_dir())
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")
# `%` in front of anything else, once `%%` is out of the way, would break the sentence when it is written.
LONE_PERCENT = re.compile(r"%(?!\(\w+\)s)")
TAG = re.compile(r"</?[a-z][^>]*>")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module", params=LOCALES)
def book(request) -> list[Message]:
    """All texts of one language."""
    return list(messages(read_books(request.param)))


def strings(message: Message) -> list[str]:
    """What a text is in the other language; nothing where it is not translated, which a test of its own tells."""
    given = message.string if isinstance(message.string, tuple) else (message.string,)
    return [string for string in given if string]


def test_every_language_has_its_folder():
    assert sorted(tag.replace("-", "_") for tag in LANGUAGES if tag != "en") == LOCALES


def test_the_files_hold_every_text_of_the_sources_and_no_other(book):
    known = {key_of(message) for message in book}
    found = {(text.pattern, text.plural) for text in texts()}
    assert (sorted(found - known), sorted(known - found)) == ([], []), "run `make texts`"


def test_every_text_is_translated(book):
    assert [key_of(message)[0] for message in book if message.fuzzy or not strings(message)] == []


def test_translations_have_the_placeholders_of_their_texts(book):
    wrong = [
        string
        for message in book
        for string in strings(message)
        if set(PLACEHOLDER.findall(string)) != _placeholders(message)
    ]
    assert wrong == []


def _placeholders(message: Message) -> set[str]:
    pattern, plural = key_of(message)
    return set(PLACEHOLDER.findall(plural or pattern))


def test_translations_can_be_written_out(book):
    formatted = [m for m in book if PLACEHOLDER.search(key_of(m)[0])]
    lone = [
        string
        for message in formatted
        for string in strings(message)
        if LONE_PERCENT.search(string.replace("%%", ""))
    ]
    assert lone == []


def test_translations_have_the_markup_of_their_texts(book):
    wrong = []
    for message in book:
        wanted = sorted(TAG.findall(key_of(message)[0]))
        wrong += [string for string in strings(message) if sorted(TAG.findall(string)) != wanted]
    assert wrong == []


@pytest.mark.parametrize("locale", ["zh_Hans"])
def test_sentences_in_chinese_are_chinese(locale):
    """A text of several English words that has no Chinese character was copied, not translated."""
    copied = [
        key_of(message)[0]
        for message in messages(read_books(locale))
        if len(re.findall(r"[a-z]{3,}", TAG.sub("", PLACEHOLDER.sub("", key_of(message)[0])))) > 3
        and not all(CHINESE.search(string) for string in strings(message))
    ]
    assert copied == []
