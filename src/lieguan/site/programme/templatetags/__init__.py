"""Template filters of programmes."""
