"""The names of EWS: namespaces, the properties that we ask for, and how XML is built and read."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from connectors.marks import CONTENT_NAME, KEY_NAME, PROPERTY_SET, SEQUENCE_NAME

MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"
TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
M_ = f"{{{MESSAGES}}}"
T_ = f"{{{TYPES}}}"
Element = Any
"""An element of lxml, which ships no types."""

M = ElementMaker(namespace=MESSAGES, nsmap={"m": MESSAGES, "t": TYPES})
T = ElementMaker(namespace=TYPES, nsmap={"t": TYPES})

_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ILLEGAL_BYTES = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]"
    rb"|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));"
)


class GarbledError(Exception):
    """An answer is not what EWS answers look like."""


def named(name: str) -> Element:
    """The address of a property of ours."""
    return T.ExtendedFieldURI(PropertySetId=PROPERTY_SET, PropertyName=name, PropertyType="String")


def field(uri: str) -> Element:
    """The address of a property of EWS."""
    return T.FieldURI(FieldURI=uri)


def organizer_address() -> Element:
    """PidTagSentRepresentingSmtpAddress: FindItem gives no more than the organizer's name."""
    return T.ExtendedFieldURI(PropertyTag="0x5D02", PropertyType="String")


def extended(name: str, value: str) -> Element:
    """A property of ours with its value."""
    return T.ExtendedProperty(named(name), T.Value(value))


OURS = (KEY_NAME, CONTENT_NAME, SEQUENCE_NAME)


def legal(text: str) -> str:
    """A text without what XML cannot carry; line ends are LF."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_legal(text: str) -> bool:
    """Whether XML can carry a text as it is."""
    return not _ILLEGAL.search(text)


def parsed(content: bytes) -> Element:
    """The root of an answer; GarbledError for what is no XML even without illegal characters."""
    try:
        return etree.fromstring(content, _parser())
    except etree.XMLSyntaxError:
        # Exchange emits characters that XML forbids, as they are and as references.
        cleaned = _ILLEGAL_BYTES.sub(b"", content)
    try:
        return etree.fromstring(cleaned, _parser())
    except etree.XMLSyntaxError:
        raise GarbledError("the answer is no XML, or ends in the middle") from None


def _parser() -> Element:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
