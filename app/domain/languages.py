"""The languages that the pages are written in."""

from collections.abc import Mapping

LANGUAGES: Mapping[str, str] = {"en": "English", "zh-Hans": "简体中文"}
"""What readers may choose, each by its own name; the keys are language tags (BCP 47)."""
