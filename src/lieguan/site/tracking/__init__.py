"""Tracking 列管: items, duties, progress reports, recommendations and rulings."""
