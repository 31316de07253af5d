"""The pages of saved searches: an account's own, and the link of the mail."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from lieguan.errors import InvalidInput
from lieguan.site.search import saved


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def searches(request: HttpRequest) -> HttpResponse:
    """The searches that this account saved; a POST saves the one of `query`."""
    if request.method == "POST":
        query = request.POST.get("query", "")
        try:
            saved.keep(request.user, QueryDict(query))
        except InvalidInput:
            messages.error(
                request, _("這項搜尋無法訂閱：沒有條件，或結果太多，或訂閱已達上限。請縮小範圍後再試。")
            )
        else:
            messages.success(request, _("已訂閱。有新結果時會寄信通知。"))
        return redirect("search:saved")
    assert request.user.is_authenticated
    return render(request, "search/saved.html", {"searches": saved.searches_of(request.user)})


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop one of the account's own."""
    if not saved.drop(request.user, pk):
        raise Http404
    messages.success(request, _("已取消訂閱。"))
    return redirect("search:saved")


@never_cache
@csrf_exempt  # the link itself says who may: a mail program sends it without a page before (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End the search whose mail carried this link; opening it asks first, so that no look-ahead ends anything."""
    try:
        found = saved.by_token(token)
    except InvalidInput as error:
        raise Http404 from error
    if request.method == "POST" and found is not None:
        found.delete()
        found = None
    words = saved.described(found.query) if found else ""
    return render(request, "search/stop.html", {"search": found, "words": words})
