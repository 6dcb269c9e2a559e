"""The lexicon: what the words of a calendar entry mean, and by which rule.

Word lists, for everybody who wants to check them: ``home_words``, ``absence_words``,
``presence_words``, ``against_words``, ``company_words``, ``task_words``, ``places``,
``first_names``; ``tags`` says what each family is for. What an organisation adds and removes: ``own_words``.

How a line is read: ``clean`` (one spelling) → ``items`` (words and times) → ``tagging`` with
``vocabulary`` and ``spelling`` (families) → ``segments`` → ``judge``, ``judge_absence``,
``judge_home``, ``around_home`` (one segment) → ``compose``, ``against`` with ``company``,
``beside`` with ``clock`` (the line and its times) → ``on_site`` → ``reader`` (subject, location,
categories).
"""

from policy.lexicon.model import NO_CUT, VERSION, Cut, Meaning, Reading, Words
from policy.lexicon.reader import Lexicon

__all__ = ["NO_CUT", "VERSION", "Cut", "Lexicon", "Meaning", "Reading", "Words"]
