"""The addresses of records."""

from __future__ import annotations

from django.urls import path

from lieguan.site.records.views import deciding, drafts, intake, meetings

app_name = "records"
urlpatterns = [
    path("minutes/", intake.minutes_list, name="minutes-list"),
    path("minutes/<int:pk>/", drafts.minutes, name="minutes"),
    path("minutes/<int:pk>/source", intake.source, name="source"),
    path("minutes/<int:pk>/draft.json", intake.draft_record, name="draft-record"),
    path("minutes/<int:pk>/edit/", drafts.edit, name="edit"),
    path("minutes/<int:pk>/undo/", drafts.undo, name="undo"),
    path("minutes/<int:pk>/form/", drafts.form, name="form"),
    path("minutes/<int:pk>/forget/", drafts.forget, name="forget"),
    path("minutes/<int:pk>/section/<str:key>/", drafts.section, name="section"),
    path("minutes/<int:pk>/state/", drafts.state, name="state"),
    path("minutes/<int:pk>/confirm/", deciding.confirm, name="confirm"),
    path("minutes/<int:pk>/sameness/", deciding.sameness, name="sameness"),
    path("minutes/<int:pk>/sameness/settle/", deciding.settle, name="settle"),
    path("minutes/<int:pk>/discard/", deciding.discard, name="discard"),
    path("minutes/<int:pk>/take-back/", deciding.take_back, name="take-back"),
    path("minutes/<int:pk>/correction/", deciding.start_correction, name="start-correction"),
    path("minutes/<int:pk>/correction/save/", deciding.save_correction, name="save-correction"),
    path("minutes/<int:pk>/correction/drop/", deciding.drop_correction, name="drop-correction"),
    path("bodies/<slug:slug>/meetings/", meetings.meetings, name="meetings"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/text/", meetings.text, name="text"),
    path("meetings/<int:pk>/versions/", meetings.versions, name="versions"),
    path("meetings/<int:pk>/record.json", meetings.record, name="record"),
    path("meetings/<int:pk>/edit/", meetings.edit_meeting, name="edit-meeting"),
    path("meetings/<int:pk>/cancel/", meetings.cancel, name="cancel-meeting"),
    path("meetings/<int:pk>/order/", meetings.order_day, name="order-day"),
    path("meetings/<int:pk>/withdraw/", deciding.withdraw, name="withdraw"),
    path("paragraphs/<slug:uid>/", meetings.paragraph, name="paragraph"),
]
