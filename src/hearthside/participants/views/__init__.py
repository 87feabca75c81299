"""Pages about people, for staff."""
