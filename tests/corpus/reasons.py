"""The reasons for which items are set aside, in the words that operators read."""

from __future__ import annotations

CUT = "the file is cut short"
NO_CALENDAR = "the file holds no calendar"
NO_BEGIN = "the file has an entry without its beginning"
ENDS_INSIDE = "the file ends inside this entry"
NO_END = "its end is missing"
NO_START = "it has no start"
MALFORMED = "a date or time in it is malformed"
NO_SUCH_DATE = "a date or time in it does not exist"
BACKWARDS = "it ends before it starts"
TOO_LONG = "it lasts longer than 30 years"
MOVED_TOO_FAR = "it was moved over more than 30 years"
BAD_DURATION = "its duration is malformed"
MESSAGE = "its file is a message about an entry, not the entry"
TOO_OFTEN = "its rule repeats more often than daily, or names no frequency"
BAD_RULE = "its rule is malformed"
UNKNOWN_PART = "its rule has a part that is not known here"
COUNT_AND_UNTIL = "its rule has both a count and an end"
BAD_UNTIL = "the end of its rule is malformed"
NO_SUCH_UNTIL = "the end of its rule does not exist"
NEVER = "its rule names days that no year has"
NO_WEEKDAY = "its rule names a weekday that is none"
TOO_OLD = "its series started more than 30 years ago"
TOO_MANY_DATES = "its series names more than 2000 single dates"
TOO_MANY_RULES = "its series has more than 4 rules"
TOO_MANY_TIMES = "its series has more than 2000 occurrences in the window"
EXCEPTION_RULE = "its series has an exception rule (EXRULE), which is not read"


def bounds(part: str) -> str:
    """A number that a rule must not hold."""
    return f"{part} in its rule is out of bounds"


def several(part: str) -> str:
    """More values than a rule may hold."""
    return f"{part} in its rule has more than one value"
