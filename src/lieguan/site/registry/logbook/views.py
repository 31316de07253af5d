"""The pages of the log: reading it, and an authorised erasure."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lieguan.errors import NotAllowed
from lieguan.site.log import erasing, verification
from lieguan.site.registry.logbook import actions, queries
from lieguan.site.registry.logbook.forms import ErasureForm, FilterForm
from lieguan.site.registry.queries import bodies_where
from lieguan.site.registry.rights import Right, allowed, holds, require

PAGE_SIZE = 50


@never_cache
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The entries that the reader may read, the latest first."""
    if not holds(request.user, Right.READ_LOG):
        raise NotAllowed(
            f"{request.user} has no right to read the log", place="log", remedy="ask an administrator"
        )
    form = FilterForm(request.GET or None, bodies=bodies_where(request.user, Right.READ_LOG))
    pages = Paginator(form.narrowed(queries.entries(request.user)), PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    number, digest = verification.head()
    context = {
        "form": form,
        "page": page,
        "lines": queries.lines(page),
        "page_numbers": pages.get_elided_page_range(page.number),
        "query": urlencode([pair for pair in request.GET.items() if pair[0] != "page"]),
        "number": number,
        "digest": digest,
        "may_erase": allowed(request.user, Right.ERASE),
    }
    return render(request, "registry/log.html", context)


@never_cache
def erase(request: HttpRequest) -> HttpResponse:
    """Ask how many entries hold the words, then strike them out."""
    require(request.user, Right.ERASE)
    form = ErasureForm(request.POST if request.method == "POST" else None)
    found = None
    if request.method == "POST" and form.is_valid():
        words, ground = form.cleaned_data["words"], form.cleaned_data["ground"]
        if request.POST.get("do") == "erase":
            done = actions.erase(request.user, words, ground)
            count = len(done.entries)
            said = ngettext("已從 %(count)s 筆紀錄抹除。", "已從 %(count)s 筆紀錄抹除。", count)
            messages.success(request, said % {"count": count})
            return redirect("registry:log")
        found = {"entries": erasing.holding(words), "standing": erasing.standing_in_the_chain(words)}
    context = {"form": form, "found": found}
    return render(request, "registry/erase.html", context, status=400 if form.errors else 200)
