"""Made-up clinics of any size for tests and benchmarks, the same ones for the same seed."""

from .cohorts import planted
from .hard import clinic, contended, tight, with_week

__all__ = ["clinic", "contended", "planted", "tight", "with_week"]
