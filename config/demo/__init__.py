"""An invented organisation on real calendar files: the whole loop, at a fixed date."""

from datetime import date

AS_OF = date(2026, 11, 30)
"""The Monday of week 49: the demo's today. Horizon: weeks 49–52; look-back: weeks 43–48."""
