"""Restricting a thing, lifting the restriction, and the list of a body's restrictions."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lieguan.errors import Conflict
from lieguan.lexicon.grounds import grounds
from lieguan.site.registry.models import Body
from lieguan.site.registry.rights import Right, require
from lieguan.site.withholding import actions, kinds, queries
from lieguan.site.withholding.forms import LiftForm, RestrictForm
from lieguan.site.withholding.models import Restriction


@never_cache
@require_http_methods(["GET", "POST"])
def restrict(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """One thing: its words, the grounds to choose from; where it is restricted, the form that lifts it."""
    found = kinds.kind_named(kind)
    thing = found.find(key)
    if thing is None:
        raise Http404
    require(request.user, Right.RESTRICT, body=thing.body)
    form = RestrictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.restrict(request.user, kind, key, **form.cleaned_data)
        except Conflict:
            messages.error(request, _("這一項已經限制公開。"))
        else:
            messages.success(request, _("已限制公開，即時生效。"))
        return redirect(thing.address)
    standing = queries.standing(kind, key)
    context = {
        "body": thing.body, "kind": found, "key": key, "thing": thing, "form": form, "grounds": grounds().values(),
        "restriction": standing, "lift_form": LiftForm() if standing else None,
        "earlier": Restriction.objects.filter(kind=kind, key=key).exclude(lifted_at=None).select_related("made_by"),
    }  # fmt: skip
    return render(request, "withholding/restrict.html", context, status=400 if form.errors else 200)


@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Let everybody read it again."""
    found = get_object_or_404(Restriction, pk=pk)
    require(request.user, Right.RESTRICT, body=found.body_id)
    form = LiftForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("請填寫解除限制之理由。"))
        return redirect("withholding:restrict", kind=found.kind, key=found.key)
    actions.lift(request.user, pk, form.cleaned_data["reason"])
    messages.success(request, _("已解除限制，恢復公開。"))
    thing = kinds.kind_named(found.kind).find(found.key)
    return redirect(thing.address if thing else "withholding:restrictions")


@never_cache
@require_GET
def restrictions(request: HttpRequest, slug: str) -> HttpResponse:
    """What a body withholds, and what it withheld once."""
    body = get_object_or_404(Body, slug=slug)
    require(request.user, Right.READ_WITHHELD, body=body)
    shown = [
        {"restriction": one, "kind": kinds.kind_named(one.kind), "ground": grounds()[one.ground]}
        for one in queries.of_body(body)
    ]
    context = {"body": body, "shown": shown, "may_restrict": queries.may_restrict(request.user, body)}
    return render(request, "withholding/restrictions.html", context)
