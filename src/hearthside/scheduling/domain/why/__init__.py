"""Why a seat is where it is, what stands between a person and a full week, and what the clinic lacks."""
