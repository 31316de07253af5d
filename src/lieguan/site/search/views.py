"""The search page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lieguan.site.records.models import Meeting
from lieguan.site.registry.models import Body
from lieguan.site.registry.prepared import Prepared
from lieguan.site.search import kinds
from lieguan.site.search.forms import SearchForm
from lieguan.site.search.queries import DEEPEST, PAGE, Answer, Question, ask, suggest
from lieguan.site.tracking.states import ItemState

# A name is no longer than this, and what is typed comes with each key.
LONGEST_TYPED = 60
# Each link that narrows a search holds the whole search, of which a long one leaves room for few: bytes of a facet, the
# bytes around a link, and how many values a facet shows at least.
ROOM, AROUND, FEWEST = 6_000, 90, 3


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, as a link that narrows the search, or widens it again."""

    text: str
    count: int
    address: str
    chosen: bool


@require_safe
@never_cache  # the index follows the log a moment later, so the log's end does not say whether a page is still right
def search(request: HttpRequest) -> HttpResponse:
    """Everything that holds the words and that this reader may read."""
    form = SearchForm(request.GET)
    form.is_valid()
    page = int(request.GET["page"]) if request.GET.get("page", "").isdecimal() else 1
    question = form.question(page)
    answer = ask(question, request.user)
    context = {
        "form": form,
        "answer": answer,
        "asked": question.asks and form.is_valid(),
        "facets": _facets(request, question, answer),
        "kept": [(name, value) for name, values in question.filters.items() for value in values],
        "first": (question.page - 1) * PAGE + 1,
        "last": min(question.page * PAGE, answer.count),
        "before": _address(request, page=str(page - 1)) if page > 1 else "",
        "after": _address(request, page=str(page + 1)) if page < min(answer.pages, DEEPEST) else "",
    }
    return render(request, "search/search.html", context)


def _facets(request: HttpRequest, question: Question, answer: Answer) -> list[tuple[str, list[Choice]]]:
    """The facets with their values, most frequent first."""
    bodies = {str(pk): name for pk, name in _BODIES()}
    titles = {kind.name: str(kind.title) for kind in kinds.registered()}
    states = {state.value: _(state.label) for state in ItemState}
    shown = []
    for name, label, words in (
        ("kind", _("類別"), titles),
        ("body", _("會議"), bodies),
        ("meeting", _("會議次別"), _titles(answer)),
        ("agency", _("機關"), {}),
        ("person", _("發言人"), {}),
        ("state", _("列管狀態"), states),
    ):
        chosen, address_of = set(question.filters.get(name, ())), _narrowed(request, name)
        choices, left = [], ROOM
        for value, count in answer.facets.get(name, ()):
            address = address_of("" if value in chosen else value)
            if value in chosen or len(choices) < FEWEST or left > 0:
                choices.append(Choice(words.get(value, value), count, address, value in chosen))
                left -= len(address) + AROUND
        if choices:
            shown.append((label, choices))
    return shown


def _titles(answer: Answer) -> dict[str, str]:
    """The titles of the meetings that are counted."""
    counted = [int(value) for value, _count in answer.facets.get("meeting", ()) if value.isdecimal()]
    return {str(pk): title for pk, title in _TITLES(*counted)}


_BODIES = Prepared(lambda: Body.objects.order_by().values_list("pk", "name"))
_TITLES = Prepared(lambda *pks: Meeting.objects.filter(pk__in=pks).order_by().values_list("pk", "title"))


@require_safe
@never_cache
def suggestions(request: HttpRequest) -> JsonResponse:
    """Names that hold what is being typed, for the script of the search fields."""
    typed = request.GET.get("q", "")[:LONGEST_TYPED]
    found = suggest(typed, request.user)
    return JsonResponse({"suggestions": [{"text": one.text, "kind": one.kind} for one in found]})


def _narrowed(request: HttpRequest, name: str) -> Callable[[str], str]:
    """The addresses of the first page of this search with one field changed, by its value."""
    others = _address(request, page="", **{name: ""})
    join = "&" if len(others) > 1 else ""
    return lambda value: f"{others}{join}{urlencode({name: value})}" if value else others


def _address(request: HttpRequest, **changes: str) -> str:
    """This search with some fields changed; an empty one is left out."""
    fields = {name: request.GET.getlist(name) for name in request.GET}
    fields.update({name: [value] if value else [] for name, value in changes.items()})
    return "?" + urlencode([(name, value) for name, values in fields.items() for value in values if value])
