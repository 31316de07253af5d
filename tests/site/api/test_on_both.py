"""Every list of the interface and every dataset, on SQLite and on PostgreSQL."""

from __future__ import annotations

import sample_series
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from lieguan.site.api.addresses import Addresses
from lieguan.site.opendata.datasets import DATASETS
from lieguan.site.programme.models import Programme

LISTS = (
    "bodies", "agencies", "people", "meetings", "resolutions", "statements", "paragraphs", "items", "rounds",
)  # fmt: skip


def test_lists_are_told_and_narrowed_by_time(database: BaseDatabaseWrapper) -> None:
    series = sample_series.lay()
    client = Client()
    for name in LISTS:
        page = client.get(f"/api/1/{name}", {"limit": 100, "modified_since": "2020-01-01"})
        assert page.status_code == 200, name
        assert page.json()["count"] == client.get(f"/api/1/{name}").json()["count"] > 0, name
        assert client.get(f"/api/1/{name}", {"modified_since": "2999-01-01"}).json()["count"] == 0, name
        assert (
            client.get(f"/api/1/{name}", {"modified_since": "0001-01-01T00:00:00+14:00"}).status_code == 200
        )
    told = client.get(f"/api/1/statements/{series.statements[6, 's1'].uid}").json()
    assert told["outcomes"]
    for address in ("items?state=%00", "people/%00", "meetings/9223372036854775808"):
        assert client.get(f"/api/1/{address}").status_code in {404, 422}, address


def test_datasets_are_whole(database: BaseDatabaseWrapper) -> None:
    series = sample_series.lay()
    Programme.objects.create(body=series.body, uid="k3m9x7q2", title="離島韌性方案")
    to = Addresses("https://tracking.example.org")
    for dataset in DATASETS:
        assert sum(1 for _row in dataset.rows(to)) == dataset.count() > 0, dataset.name
