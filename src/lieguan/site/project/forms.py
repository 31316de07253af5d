"""How every form of the site is laid out."""

from __future__ import annotations

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Django's renderer with the site's layout: label, help, errors, control, tied together for screen readers."""

    form_template_name = "project/form.html"
    field_template_name = "project/field.html"
