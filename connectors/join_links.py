"""Whether a text offers a way to join online: Teams, Skype, Zoom, Webex, Meet, video bridges, dial-in."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

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


@lru_cache(maxsize=4096)
def place_is_online(place: str) -> bool:
    """Whether a location is a service, or a link to one, and no place; the same few come again."""
    return bool(_ONLINE_PLACE.search(place)) or holds_link(place)


def holds_link(text: str) -> bool:
    """Whether a link, an app's address or a number to dial in the text leads into a meeting."""
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
