"""The lexicon: what the words of a calendar entry mean, and by which rule.

Word lists for people who want to check them: ``home_words``, ``absence_words``,
``presence_words``, ``against_words``, ``company_words``, ``first_names``. How they are used:
``clean`` (one spelling) → ``items`` (words and times) → ``vocabulary`` (families of words) →
``parse`` (segments) → ``judge`` (one segment) and ``clock`` (cuts) → ``compose`` (the line) →
``reader`` (subject, location, categories).
"""

from policy.lexicon.model import VERSION, Cut, Meaning, Reading, Words
from policy.lexicon.reader import Lexicon

__all__ = ["VERSION", "Cut", "Lexicon", "Meaning", "Reading", "Words"]
