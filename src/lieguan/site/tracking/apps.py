"""The tracking app."""

from django.apps import AppConfig


class TrackingConfig(AppConfig):
    name = "lieguan.site.tracking"
    label = "tracking"
    verbose_name = "列管"

    def ready(self) -> None:
        """Register the guards of tracking, listen to what records changes, and add to the pages of its meetings."""
        from lieguan.site.log.guards import register  # noqa: PLC0415 - apps are not loaded before ready()
        from lieguan.site.records import panels  # noqa: PLC0415
        from lieguan.site.tracking import receivers, restricting  # noqa: PLC0415
        from lieguan.site.tracking.guards import GUARDS  # noqa: PLC0415
        from lieguan.site.tracking.views import meeting  # noqa: PLC0415

        register(GUARDS)
        receivers.connect()
        restricting.connect()
        panels.link_paragraphs(meeting.paragraph_links)
        panels.add_to_meeting(meeting.section)
