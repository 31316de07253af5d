"""What machines read in pages: sitemap, robots.txt, schema.org data."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
import sample_series
from django.test import Client

from lieguan.site.opendata import sitemap
from lieguan.site.records.models import Meeting
from lieguan.site.tracking.models import Item

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def series() -> sample_series.Series:
    return sample_series.lay()


def addresses(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    return [str(one.text) for one in ElementTree.fromstring(answer.content).iter(f"{SITEMAP}loc")]


def linked(client: Client, path: str) -> Any:
    answer = client.get(path)
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.content.decode())
    return json.loads(block)


def test_the_sitemap_leads_to_every_page_and_every_page_answers(
    series: sample_series.Series, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "AT_MOST", 5)
    files = addresses(client, "/sitemap.xml")
    assert len([one for one in files if "items" in one]) == -(-Item.objects.count() // 5)
    found = [address for file in files for address in addresses(client, file)]
    assert len(found) == len(set(found))
    for item in Item.objects.all():
        assert f"http://testserver/items/{item.pk}/" in found
    for address in found:
        assert client.get(address).status_code == 200, address


def test_a_withdrawn_meeting_is_not_in_the_sitemap(client: Client) -> None:
    series = sample_series.lay_meetings()
    series.meetings[6].state = Meeting.State.WITHDRAWN
    series.meetings[6].save()
    found = addresses(client, "/sitemap-meetings-1.xml")
    assert f"http://testserver/meetings/{series.meetings[6].pk}/" not in found
    assert len(found) == 3


@pytest.mark.parametrize("path", ["/sitemap-items-9.xml", "/sitemap-items-0.xml", "/sitemap-drafts-1.xml"])
def test_a_file_of_the_sitemap_that_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_robots_are_told_where_the_sitemap_is(client: Client) -> None:
    told = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in told
    assert "Disallow: /search/" in told


def test_pages_say_what_they_are(series: sample_series.Series, client: Client) -> None:
    item, meeting, said = series.items[1], series.meetings[6], series.statements[6, "s1"]
    agency = series.agency("交通部")
    told = {
        path: linked(client, path)
        for path in (
            f"/bodies/{series.body.slug}/", f"/meetings/{meeting.pk}/", f"/items/{item.pk}/", f"/agencies/{agency.pk}/",
            f"/statements/{said.uid}/", "/open-data/",
        )
    }  # fmt: skip
    assert [one["@type"] for one in told.values()] == [
        "Organization", "Event", "CreativeWork", "GovernmentOrganization", "Quotation", "DataCatalog",
    ]  # fmt: skip
    assert told[f"/items/{item.pk}/"]["text"] == item.text
    assert told[f"/meetings/{meeting.pk}/"]["organizer"]["name"] == series.body.name
    assert all(one["@context"] == "https://schema.org" for one in told.values())
    page = client.get(f"/items/{item.pk}/").content.decode()
    assert f'href="http://testserver/api/1/items/{item.pk}"' in page


def test_words_of_an_item_cannot_end_the_block(series: sample_series.Series, client: Client) -> None:
    hostile = "</script><script>alert(1)</script><!--"
    Item.objects.filter(pk=series.items[1].pk).update(title=hostile)
    page = client.get(f"/items/{series.items[1].pk}/").content.decode()
    assert "<script>alert" not in page
    assert linked(client, f"/items/{series.items[1].pk}/")["name"] == hostile
