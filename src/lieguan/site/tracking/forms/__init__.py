"""The forms of tracking's pages."""
