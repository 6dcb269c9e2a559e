"""Whether a text offers a way to join online: links of the services that meetings are held in."""

from __future__ import annotations

import re
from urllib.parse import unquote

_URL = re.compile(r"https?://[^\s\"'<>]{3,2000}", re.IGNORECASE)
_APP_LINK = re.compile(r"\b(?:msteams|zoommtg|callto|sip|conf):[^\s]", re.IGNORECASE)
_MEETING_HOST = re.compile(
    r"meet\.lync\.com$|join\.skype\.com$|\.lync\.com$|meet\.google\.com$|\.webex\.com$"
    r"|whereby\.com$|meet\.jit\.si$|gotomeet\.me$|gotomeeting\.com$|bluejeans\.com$"
    r"|(?:^|\.)(?:meet|video|videomeet|vc|vmr|join|webmeeting|conf|talk)\."
)
_MEETING_PATH = re.compile(
    r"/l/meetup-join|/meetup-join/|/dl/launcher|/lyncweb/"
    r"|/(?:meet|meeting|join|rooms|videom(?:ø|oe)de|call|j|wc)/[^/\s]"
)
_ONLINE_PLACE = re.compile(
    r"(microsoft[ -]?)?teams[ -]?(møde|meeting|besprechung|opkald|call)|microsoft teams|skype"
    r"|\bzoom\b|\bwebex\b|google meet",
    re.IGNORECASE,
)


def names_service(place: str) -> bool:
    """Whether a location is a service, not a place."""
    return bool(_ONLINE_PLACE.search(place))


def holds_link(text: str) -> bool:
    """Whether a link or an app's address in the text leads into a meeting."""
    return bool(_APP_LINK.search(text)) or any(_is_link(url[0]) for url in _URL.finditer(text))


def _is_link(url: str) -> bool:
    # Mail gateways wrap links: safelinks.protection.outlook.com/?url=https%3A%2F%2Fteams…
    plain = unquote(url).lower()
    return any(
        _MEETING_HOST.search(host) or _MEETING_PATH.search(slash + path)
        for host, slash, path in (part.partition("/") for part in plain.split("://")[1:4])
    )
