"""The `.po` files of a language: read them, and bring them up to date with the sources."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from tests.texts.sources import BOOKS, ROOT, Text

TRANSLATIONS = ROOT / "app/web/translations"
_HEADER = """\
# Gradmark in another language: docs/languages.md says how to translate.
# `make texts` brings this file up to date with the sources.
msgid ""
msgstr ""
"Language: {locale}\\n"
"Plural-Forms: {plurals}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def read_books(locale: str) -> dict[str, Catalog]:
    """Read all files of a language; one that is missing is empty."""
    return {book: _read(TRANSLATIONS / locale / f"{book}.po", locale) for book in BOOKS}


def messages(books: dict[str, Catalog]) -> Iterator[Message]:
    """Give every translated or untranslated text of a language."""
    for catalog in books.values():
        yield from (message for message in catalog if message.id)


def update(locale: str, texts: Iterable[Text]) -> None:
    """Write the files anew: every text of the sources and no other, with the translations there are."""
    known = {key_of(message): message for message in messages(read_books(locale))}
    wanted = list(texts)
    for book in BOOKS:
        catalog = Catalog(locale=locale)
        for text in wanted:
            if text.book == book:
                _add(catalog, text, known)
        header = _HEADER.format(locale=locale, plurals=catalog.plural_forms)
        with (TRANSLATIONS / locale / f"{book}.po").open("wb") as file:
            file.write(header.encode())
            write_po(file, catalog, width=0, include_lineno=False, omit_header=True)


def key_of(message: Message) -> tuple[str, str]:
    """Name a text by its pattern and its plural."""
    pattern, plural = message.id if isinstance(message.id, tuple) else (message.id, "")
    return pattern, plural


def _add(catalog: Catalog, text: Text, known: dict[tuple[str, str], Message]) -> None:
    old = known.get((text.pattern, text.plural))
    catalog.add(
        (text.pattern, text.plural) if text.plural else text.pattern,
        old.string if old is not None else None,
        locations=[(text.source, 0)],
        flags=("fuzzy",) if old is not None and old.fuzzy else (),
        user_comments=old.user_comments if old is not None else (),
    )


def _read(path: Path, locale: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale)
