"""No template says anything that the catalogue does not know."""

from pathlib import Path

import pytest

from tests.texts.sources import ROOT
from tests.texts.templates import untranslated

TEMPLATES = sorted((ROOT / "app/web/templates").glob("*.html"))
# What looks like prose and is none: values of attributes.
NO_PROSE = {"outline small", "small quiet", "quiet small"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_text_of_a_template_goes_through_the_catalogue(path: Path):
    assert [text for text in untranslated(path.read_text()) if text not in NO_PROSE] == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Plain words</p>",
        '<input placeholder="Plain words">',
        '<button>{{ "Plain words" if x else _("Known words") }}</button>',
        '{{ post(url, "Plain words") }}',
        "<p>{% trans %}Known{% endtrans %} plain</p>",
    ],
)
def test_what_the_catalogue_does_not_know_is_found(source):
    assert untranslated(source)


@pytest.mark.parametrize(
    "source",
    [
        '<p>{{ _("Known words") }}</p>',
        "<p>{% trans %}Known words{% endtrans %}</p>",
        "<code>x.grad</code> · Gradmark",
        '{{ ngettext("one word", "more words", n) }}',
    ],
)
def test_what_the_catalogue_knows_is_left_alone(source):
    assert untranslated(source) == []
