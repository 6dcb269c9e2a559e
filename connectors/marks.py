"""How an entry of ours is marked in Exchange, the same over EWS and over Graph. Never to be changed."""

from __future__ import annotations

PROPERTY_SET = "ecc1da7c-8dc3-4de0-b61d-936c0e75a347"
"""Our own set of named properties."""
KEY_NAME = "HjemmedagKey"
"""The entry's key, a string."""
CONTENT_NAME = "HjemmedagContent"
"""A digest of all that we wrote, a string: the same again is no write."""
SEQUENCE_NAME = "HjemmedagSequence"
"""Which version of an overview it is, a string of digits."""
