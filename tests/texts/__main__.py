"""`python -m tests.texts`: bring the `.po` files up to date with the sources, and say what is left to translate."""

import sys

from tests.texts.books import TRANSLATIONS, messages, read_books, update
from tests.texts.sources import texts


def main() -> None:
    """Update every language that has a folder."""
    found = texts()
    for folder in sorted(path for path in TRANSLATIONS.iterdir() if path.is_dir()):
        update(folder.name, found)
        for book, catalog in read_books(folder.name).items():
            missing = sum(
                not message.string or not any(message.string)
                for message in messages({book: catalog})
            )
            sys.stdout.write(
                f"{folder.name}/{book}.po: {len(catalog)} texts, {missing} without a translation\n"
            )


main()
