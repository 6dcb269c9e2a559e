"""Whether an item can be joined online: Teams, Skype, Zoom, Webex, Meet, video bridges, plain addresses."""

from __future__ import annotations

import re
from urllib.parse import unquote

from connectors.ics_lines import Item
from connectors.model import JoinLink

_URL = re.compile(r"https?://[^\s\"'<>]{3,2000}", re.IGNORECASE)
_APP_LINK = re.compile(r"\b(?:msteams|zoommtg|callto|sips?|conf):[^\s]", re.IGNORECASE)
# What a phone or a video unit dials: a number with its code, a meeting number at a video bridge.
_DIAL_IN = re.compile(
    r"\btel:\+?[\d -]{4,30},+\d|(?<![\w.])\d{4,12}@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)
_MEETING_NUMBER = re.compile(
    r"\b(?:meeting|conference|møde|mødets?|webinar)[ -]?(?:id|nummer|number)\s{0,3}:?\s{0,3}"
    r"\d{3}[ \d]{4,20}\d",
    re.IGNORECASE,
)
_MEETING_HOST = re.compile(
    r"meet\.lync\.com$|join\.skype\.com$|\.lync\.com$|meet\.google\.com$|\.webex\.com$"
    r"|whereby\.com$|meet\.jit\.si$|gotomeet\.me$|gotomeeting\.com$|bluejeans\.com$"
    r"|\.vconf\.dk$|\.adobeconnect\.com$|^chime\.aws$|^facetime\.apple\.com$|\.starleaf\.com$"
    r"|(?:^|\.)(?:bbb|bigbluebutton)\.|(?:^|\.)(?:meet|video|videomeet|vc|vmr|join|webmeeting|conf|talk)\."
)
_MEETING_PATH = re.compile(
    r"/l/meetup-join|/meetup-join/|/dl/launcher|/lyncweb/"
    r"|^(?:[\w-]+\.)*zoom(?:gov)?\.(?:us|com)/(?:my|w|s)/[^/\s]"
    r"|/(?:meet|meeting|join|rooms|videom(?:ø|oe)de|call|j|wc)/[^/\s]"
)
_ONLINE_PLACE = re.compile(
    r"(microsoft[ -]?)?teams[ -]?(møde|meeting|besprechung|opkald|call)|microsoft teams|skype"
    r"|\bzoom\b|\bwebex\b|google meet",
    re.IGNORECASE,
)
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
    place = item.text("LOCATION")
    if _ONLINE_PLACE.search(place):
        return JoinLink.YES
    described = [item.text(name).strip() for name in ("DESCRIPTION", "X-ALT-DESC")]
    if any(map(_holds_link, (item.text("LOCATION"), item.text("URL"), *described))):
        return JoinLink.YES
    return JoinLink.UNKNOWN if limited and not any(described) else JoinLink.NO


def _holds_link(text: str) -> bool:
    if any(form.search(text) for form in (_APP_LINK, _DIAL_IN, _MEETING_NUMBER)):
        return True
    return any(_is_link(url[0]) for url in _URL.finditer(text))


def _is_link(url: str) -> bool:
    # Mail gateways wrap links: safelinks.protection.outlook.com/?url=https%3A%2F%2Fteams…
    plain = unquote(url).lower()
    return any(
        _MEETING_HOST.search(host) or _MEETING_PATH.search(host + slash + path)
        for host, slash, path in (part.partition("/") for part in plain.split("://")[1:4])
    )
