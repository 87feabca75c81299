"""What no week can exceed: by looking at each person alone, and by prices for seats and hours (`bounds.relaxation`)."""

from .alone import could_be_full, hopeless, preference_ceiling
from .scarce import Lack, scarce

__all__ = ["Lack", "could_be_full", "hopeless", "preference_ceiling", "scarce"]
