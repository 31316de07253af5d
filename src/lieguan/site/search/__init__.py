"""Search 搜尋: every paragraph that may be read, found exactly. The index is derived and can be rebuilt at any time."""
