"""The page of one's own keys."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lieguan.errors import InvalidInput
from lieguan.site.registry.keys import actions
from lieguan.site.registry.keys.forms import KeyForm
from lieguan.site.registry.models import ApiKey

# The session's key of the words that the next page shows once.
WORDS = "registry.key"


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """The keys of the reader's account; a POST makes one, whose words the next page shows once."""
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _key, words = actions.make(request.user, **form.cleaned_data)
        except InvalidInput:
            form.add_error("expires_on", _("這一天已過。"))
        else:
            request.session[WORDS] = words
            return redirect("registry:keys")
    context = {
        "keys": ApiKey.objects.filter(account=request.user).order_by("pk"),
        "form": form,
        "words": request.session.pop(WORDS, None),
    }
    return render(request, "registry/keys.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a key; an administrator comes back to the page of its account."""
    key = actions.withdraw(request.user, get_object_or_404(ApiKey, pk=pk).pk)
    messages.success(request, _("已廢止金鑰。"))
    if key.account_id == request.user.pk:
        return redirect("registry:keys")
    return redirect("registry:account", pk=key.account_id)
