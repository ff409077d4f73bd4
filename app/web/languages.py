"""In which language a page is written: the account's choice, else this browser's, else what the browser asks for."""

from collections.abc import Iterable
from functools import lru_cache

from babel.lists import format_list
from babel.support import NullTranslations
from flask import Blueprint, Flask, current_app, g, redirect, request
from flask_babel import Babel, get_locale
from markupsafe import Markup, escape
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from app.domain.languages import LANGUAGES
from app.domain.texts import Message
from app.services.languages import choose_language
from app.web.catalogue import Catalogue, translations
from app.web.parts import db
from app.web.sign_in import account_language, safe_next, visitor

pages = Blueprint("languages", __name__)

_COOKIE = "language"
_COOKIE_SECONDS = 365 * 86_400
# English is written as in Britain, and so are its dates and lists.
_LOCALES = {"en": "en_GB", "zh-Hans": "zh_Hans"}
# What browsers ask for: whoever reads Chinese of any region gets what there is.
_ASKED = {"en": "en", "zh": "zh-Hans"}


def init_app(app: Flask) -> None:
    """Give templates the catalogue: `_`, `ngettext`, `{% trans %}`, and filters for texts and lists."""
    babel = Babel()  # type: ignore[no-untyped-call]  # the library has no types
    babel.init_app(app, locale_selector=lambda: _LOCALES[language()])  # type: ignore[no-untyped-call]
    babel.domain_instance = Catalogue()  # type: ignore[no-untyped-call]
    # In place of the libraries' own, which look for the catalogue and format anew at every text: a page has many.
    app.jinja_env.globals.update(_=_text, gettext=_text, ngettext=_counted)
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]  # added by Jinja's extension
    # Sentences may be wrapped in the source; what is looked up has single spaces.
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.filters.update(said=said, listed=listed)
    app.jinja_env.globals.update(language=language, languages=LANGUAGES, said=said)
    app.after_request(_remember)


@pages.post("/language")
def choose() -> Response:
    """Write the pages in another language from now on."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        raise BadRequest
    known = visitor()
    if known is not None:
        choose_language(db(), known.account.id, chosen)
    answer = redirect(safe_next(request.form.get("next")), 303)
    _set_cookie(answer, chosen)
    return answer


def language() -> str:
    """Return the tag of the language in which this request is answered.

    The account's choice counts once the account was read for this request; asking the store only for it would break
    the page that says the store is away. So this browser remembers the choice as well.
    """
    held = account_language() or request.cookies.get(_COOKIE)
    if held is not None and held in LANGUAGES:
        return held
    return _ASKED[request.accept_languages.best_match(_ASKED, "en")]


def said(text: str) -> str:
    """Write a text of the rules or services in the reader's language."""
    if not isinstance(text, Message):
        return str(translations().ugettext(text)) if text else text
    values = {
        name: said(value) if isinstance(value, Message) else value
        for name, value in text.values.items()
    }
    known = translations()
    if text.plural:
        return str(known.ungettext(text.pattern, text.plural, text.values["num"])) % values
    return str(known.ugettext(text.pattern)) % values


def listed(texts: Iterable[str]) -> Markup:
    """Join texts as a sentence lists them: a, b and c."""
    parts = [str(escape(text)) for text in texts]
    return Markup(format_list(parts, locale=get_locale() or _LOCALES["en"]))  # noqa: S704 - each part is escaped


def _text(text: str, /, **values: object) -> Markup:
    known = translations()
    return Markup(known.ugettext(text)) % values if values else _plain_text(known, text)  # noqa: S704 - values are escaped


@lru_cache(maxsize=8192)
def _plain_text(known: NullTranslations, text: str) -> Markup:
    # A percent sign is written twice where there are no values as well.
    return Markup(known.ugettext(text)) % {}  # noqa: S704 - written in a template


def _counted(one: str, many: str, number: int, /, **values: object) -> Markup:
    text = translations().ungettext(one, many, number)
    return Markup(text) % {"num": number, **values}  # noqa: S704 - values are escaped


def _remember(answer: Response) -> Response:
    held = account_language()
    if held is not None and request.cookies.get(_COOKIE) != held and "language_set" not in g:
        _set_cookie(answer, held)
    return answer


def _set_cookie(answer: Response, chosen: str) -> None:
    g.language_set = True
    answer.set_cookie(
        _COOKIE,
        chosen,
        max_age=_COOKIE_SECONDS,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
