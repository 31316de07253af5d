"""The guards of records: a confirmed record is never changed, a correction is another version."""

from lieguan.site.log.guards import append_only

GUARDS = append_only("records_recordversion")
