"""What the phone pages decide: what is next, when to leave, which day a session belongs to."""
