"""The catalogue: what every text is in another language, read from the `.po` files as they are.

One folder for each language, `translations/zh_Hans/`, and in it a file for each part of the house (`tests/texts`
knows which), so that several people can translate at the same time.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import g, has_app_context
from flask_babel import Domain, get_domain, get_locale

TRANSLATIONS = Path(__file__).parent / "translations"


class Catalogue(Domain):
    """What Flask-Babel asks for the texts of a language."""

    def get_translations(self) -> NullTranslations:
        """Return the texts in the language of this request; outside of one, they stay English."""
        locale = get_locale()
        return NullTranslations() if locale is None else texts_in(str(locale))


def translations() -> NullTranslations:
    """Return the texts in the language of this request, found once for all of a page's thousands."""
    if not has_app_context():
        return NullTranslations()
    known: NullTranslations | None = g.get("translations")
    if known is None:
        known = g.translations = get_domain().get_translations()  # type: ignore[no-untyped-call]
    return known


@cache
def texts_in(locale: str) -> NullTranslations:
    """Read all files of a language; one that has none is the language of the texts themselves."""
    files = [_read(path, locale) for path in sorted((TRANSLATIONS / locale).glob("*.po"))]
    if not files:
        return NullTranslations()
    whole, *others = files
    for one in others:
        whole.merge(one)
    return whole


def _read(path: Path, locale: str) -> Translations:
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=locale))
    compiled.seek(0)
    return Translations(compiled)
