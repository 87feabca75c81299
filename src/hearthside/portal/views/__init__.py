"""Pages for participants and the people who support them."""
