"""The messages of an answer: success, error, or neither; an overload counts wherever it is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from connectors.ews_errors import ToldError
from connectors.ews_names import M_, T_, Element, GarbledError


def check_overload(message: Element) -> None:
    """An overload that comes inside a 200 counts like one that does not."""
    if message.get("ResponseClass") == "Error":
        told = told_by(message)
        if told.busy:
            raise told


def told_by(message: Element) -> ToldError:
    """The error that a message tells of."""
    back_off = None
    for value in message.iterfind(f"{M_}MessageXml/{T_}Value"):
        if value.get("Name") == "BackOffMilliseconds":
            with suppress(TypeError, ValueError):
                back_off = int(value.text) / 1000
    return ToldError((message.findtext(f"{M_}ResponseCode") or "NoCode").strip(), back_off)


def checked(message: Element) -> Element:
    """The message if it tells of success; ToldError for an error, GarbledError for neither."""
    kind, code = message.get("ResponseClass"), message.findtext(f"{M_}ResponseCode")
    if kind == "Error":
        raise told_by(message)
    if kind not in ("Success", "Warning") or code is None:
        raise GarbledError("a message of the answer says neither success nor error")
    if kind == "Warning" and code != "NoError":
        raise told_by(message)
    return message


def each(messages: list[Element]) -> Iterator[Element | ToldError]:
    """The messages of a batch, each by itself: what succeeded, or its error."""
    for message in messages:
        try:
            yield checked(message)
        except ToldError as told:
            yield told


def only(messages: list[Element]) -> Element:
    """The one message of an answer, checked."""
    if len(messages) != 1:
        raise GarbledError(f"the answer has {len(messages)} messages where one was asked for")
    return checked(messages[0])
