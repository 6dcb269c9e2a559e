"""Whether an item of a calendar file can be joined online: by its properties, location and text."""

from __future__ import annotations

from connectors.ics_lines import Item
from connectors.join_links import holds_link, place_is_online
from connectors.model import JoinLink

_LINK_PROPERTIES = (
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
    "X-MICROSOFT-ONLINEMEETINGINFORMATION",
    "X-MICROSOFT-ONLINEMEETINGTOOLBARCONFLINK",
    "X-MICROSOFT-SKYPETEAMSPROPERTIES",
    "X-GOOGLE-CONFERENCE",
    "X-GOOGLE-HANGOUT",
    "CONFERENCE",
)


def join_link(item: Item, *, limited: bool = False) -> JoinLink:
    """Whether one can join online; the whole text is at hand, so no link in it means no.

    ``limited``: a text that is not there may have been held back, so then nobody knows.
    """
    if any(item.first(name) for name in _LINK_PROPERTIES):
        return JoinLink.YES
    if place_is_online(item.text("LOCATION")):
        return JoinLink.YES
    described = [item.text(name).strip() for name in ("DESCRIPTION", "X-ALT-DESC")]
    if any(map(holds_link, (item.text("URL"), *described))):
        return JoinLink.YES
    return JoinLink.UNKNOWN if limited and not any(described) else JoinLink.NO
