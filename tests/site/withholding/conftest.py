"""The people and minutes of the tests of records."""

from records.conftest import account, body, browser, confirmed, media, read, received, secretary

__all__ = ["account", "body", "browser", "confirmed", "media", "read", "received", "secretary"]
