"""How entries of the log are shown: `{% load logbook %}`."""

from __future__ import annotations

from django import template

from lieguan.site.registry.logbook.words import words_for

register = template.Library()
register.filter("action_words", words_for)
