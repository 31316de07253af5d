"""The addresses of tracking."""

from __future__ import annotations

from django.urls import path

from lieguan.site.tracking.views import (
    board,
    bodies,
    desk,
    editing,
    item,
    member,
    person,
    proposals,
    rounds,
    ruling,
    second,
    statement,
    succession,
)

app_name = "tracking"
urlpatterns = [
    path("bodies/<slug:slug>/", bodies.body, name="body"),
    path("bodies/<slug:slug>/board/", board.board, name="board"),
    path("bodies/<slug:slug>/round/", rounds.round_, name="round"),
    path("bodies/<slug:slug>/rounds/<int:number>/", rounds.round_, name="earlier-round"),
    path("bodies/<slug:slug>/round/ask/", rounds.ask, name="ask"),
    path("bodies/<slug:slug>/round/papers/", rounds.papers, name="papers"),
    path("bodies/<slug:slug>/round/rest/", rounds.recommend_rest, name="recommend-rest"),
    path("bodies/<slug:slug>/chair/", rounds.chair, name="chair"),
    path("agencies/<int:pk>/", bodies.agency, name="agency"),
    path("agencies/<int:pk>/succession/", succession.succession, name="succession"),
    path("items/<int:pk>/", item.item, name="item"),
    path("statements/<slug:uid>/", statement.statement, name="statement"),
    path("people/<str:name>/", person.person, name="person"),
    path("items/<int:pk>/edit/", editing.edit, name="edit"),
    path("duties/<int:pk>/", editing.duty, name="duty"),
    path("progress/<int:pk>/review/", editing.review, name="review"),
    path("items/<int:pk>/recommend/", ruling.recommend, name="recommend"),
    path("items/<int:pk>/rule/", ruling.rule, name="rule"),
    path("items/<int:pk>/progress/<int:duty>/", desk.progress, name="progress"),
    path("rulings/<int:pk>/erratum/", ruling.erratum, name="erratum"),
    path("minutes/<int:pk>/items/", proposals.proposals, name="proposals"),
    path("minutes/<int:pk>/second/", second.confirm, name="second"),
    path("desk/", desk.owed, name="desk"),
    path("member/", member.member, name="member"),
    path("evidence/<int:pk>/", desk.evidence, name="evidence"),
]
