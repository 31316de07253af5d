"""Template filters of tracking."""
