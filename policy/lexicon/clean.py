"""Makes one spelling out of many: characters, dashes, emoticons, web addresses, å and aa."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 400
"""Characters of a subject or location that are read; Exchange itself ends a subject at 255."""

_INVISIBLE = re.compile("[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,400}|\S{1,100}@\S{1,200}", re.IGNORECASE)
_EMOTICON = re.compile(r"(?<!\w)[:;=][-o^']?[)(DPp*]{1,3}(?!\w)|<3")
_HALF = re.compile(r"½|(?<![\d/.])1[/⁄]2(?![\d/])|(?<![\d.,])0[,.]5(?!\d)|(?<!\d)50 ?%")
_DOTTED_INITIALS = re.compile(r"(?<![\w.])(?:[^\W\d_]\.){2,4}(?!\w)")
_KEPT = "\ue000"  # NFKC would make 1⁄2 of ½
_PRIME = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "`": "'",
        "´": "'",
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "\n": ";",
        "\r": " ",
        "\t": " ",
    }
)


def clean(text: str) -> str:
    """``text`` in one spelling of characters, still with its capitals."""
    text = text[: 2 * LONGEST].translate(_PRIME)
    text = _HALF.sub(" ½ ", text)
    text = _DOTTED_INITIALS.sub(lambda found: _undotted(found[0]), text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.replace("½", _KEPT))
        text = _INVISIBLE.sub("", text.translate(_PRIME)).replace(_KEPT, "½")
    text = _EMOTICON.sub(" ", _ADDRESS.sub(" ", text))
    return " ".join(text.split())[:LONGEST]


def _undotted(text: str) -> str:
    """M.K.N. as MKN; "d.d." as "dd"; what else has dots keeps them."""
    letters = text.replace(".", "")
    return letters if text.isupper() or letters == "dd" else text


def key(word: str) -> str:
    """The form in which words are compared: no capitals, aa/ae/oe as å/æ/ø."""
    folded = word.casefold()
    if "a" in folded or "o" in folded:
        folded = folded.replace("aa", "å").replace("ae", "æ").replace("oe", "ø")
    return folded.replace("ä", "æ").replace("ö", "ø")
