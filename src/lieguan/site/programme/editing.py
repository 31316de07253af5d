"""The secretariat's work on programmes: taking a table in, a yearly value, which items touch a measure."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lieguan.errors import Conflict, SourceError, WrongRows
from lieguan.site.programme import actions, queries
from lieguan.site.programme.forms import FileForm, LinkForm, ValueForm
from lieguan.site.programme.models import Measure, MeasureItem, Programme
from lieguan.site.programme.sheet import COLUMNS
from lieguan.site.records.sheets import LIMITS, rows_of
from lieguan.site.registry.models import Body
from lieguan.site.registry.rights import Right, require


@never_cache
@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a table, and what came of one: wrong rows by their number and column."""
    body = get_object_or_404(Body, slug=slug)
    require(request.user, Right.EDIT_PROGRAMME, body=body)
    sent = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if sent else FileForm()
    context = {"body": body, "tab": "programme", "form": form, "columns": COLUMNS}
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            taken = actions.take_in(request.user, body, rows_of(file.read(LIMITS.file_bytes + 1), file.name))
        except SourceError as error:
            context["unreadable"] = error
        except WrongRows as error:
            context["wrong"] = error.rows
        except Conflict as error:
            context["conflict"] = error
        else:
            if not taken.skipped:
                messages.success(request, _said(taken))
                return redirect("programme:programme", uid=taken.programme.uid)
            context |= {"taken": taken, "said": _said(taken)}
            return render(request, "programme/take_in.html", context)
    return render(request, "programme/take_in.html", context, status=400 if sent else 200)


def _said(taken: actions.Taken) -> str:
    """What came of a file, in one sentence."""
    counts = {"entered": taken.entered, "corrected": taken.corrected, "same": taken.same}
    values = _("年度值：新增 %(entered)s 筆、更正 %(corrected)s 筆、相同 %(same)s 筆。") % counts
    if taken.version is None:
        return values
    return _("已新增綱領第 %(number)s 版。") % {"number": taken.version.number} + values


@never_cache
@require_http_methods(["GET", "POST"])
def value(request: HttpRequest, uid: str) -> HttpResponse:
    """Enter a value of one year; one that is there already is corrected, and stays to be read."""
    programme = get_object_or_404(Programme.objects.select_related("body"), uid=uid)
    require(request.user, Right.EDIT_PROGRAMME, body=programme.body_id)
    version = queries.in_force(queries.versions_of(programme), timezone.localdate())
    if version is None:
        raise Http404
    form = ValueForm(request.POST or None, version=version)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        indicator = given.pop("indicator")
        made = actions.enter_value(request.user, indicator, **given)
        messages.success(request, _("已更正，原值保留供查考。") if made.replaces_id else _("已儲存。"))
        return redirect("programme:programme", uid=uid)
    context = {
        "body": programme.body,
        "tab": "programme",
        "programme": programme,
        "version": version,
        "form": form,
    }
    return render(request, "programme/value.html", context, status=400 if request.method == "POST" else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, uid: str) -> HttpResponse:
    """Say which tracked items touch a measure."""
    measure = Measure.objects.filter(uid=uid).select_related("version__programme__body").last()
    if measure is None:
        raise Http404
    body = measure.version.programme.body
    require(request.user, Right.EDIT_PROGRAMME, body=body)
    form = LinkForm(request.POST or None, body=body, lasting=measure.lasting)
    if request.method == "POST" and form.is_valid():
        actions.link_item(request.user, measure, form.cleaned_data["item"])
        messages.success(request, _("已儲存。"))
        return redirect("programme:link", uid=uid)
    context = {
        "body": body, "tab": "programme", "programme": measure.version.programme, "measure": measure, "form": form,
        "links": queries.standing_links([measure.lasting]),
    }  # fmt: skip
    return render(request, "programme/link.html", context, status=400 if request.method == "POST" else 200)


@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a link."""
    found = get_object_or_404(MeasureItem.objects.select_related("measure__version__programme"), pk=pk)
    require(request.user, Right.EDIT_PROGRAMME, body=found.measure.version.programme.body_id)
    actions.unlink_item(request.user, pk)
    messages.success(request, _("已撤除連結。"))
    return redirect("programme:link", uid=found.measure.uid)
