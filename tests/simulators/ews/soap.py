"""The envelope around every EWS message: namespaces, calls taken apart, answers and faults put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages"
TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
ERRORS = "http://schemas.microsoft.com/exchange/services/2006/errors"
NAMES = {"s": SOAP, "m": MESSAGES, "t": TYPES}
VERSIONS = (
    *("Exchange2007", "Exchange2007_SP1", "Exchange2010", "Exchange2010_SP1", "Exchange2010_SP2"),
    *("Exchange2013", "Exchange2013_SP1", "Exchange2015", "Exchange2016"),
)
Element = Any

M = ElementMaker(namespace=MESSAGES, nsmap={"m": MESSAGES, "t": TYPES})
T = ElementMaker(namespace=TYPES, nsmap={"t": TYPES})
_E = ElementMaker(namespace=ERRORS, nsmap={"e": ERRORS})
_S = ElementMaker(namespace=SOAP, nsmap={"s": SOAP})


class EwsError(Exception):
    """An error as Exchange names it; ``back_off``: BackOffMilliseconds, where it gives any."""

    def __init__(self, code: str, text: str = "", back_off: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.text = text or f"The request failed: {code}."
        self.back_off = back_off


class SoapFaultError(EwsError):
    """An error that ends the whole call: a SOAP fault in an HTTP 500."""


@dataclass(frozen=True)
class Call:
    """One call: ``element`` is the operation's own, ``user`` the address that signed in."""

    operation: str
    element: Element
    user: str
    impersonated: str | None = None
    anchor: str | None = None
    zone: str | None = None


@dataclass(frozen=True)
class Reply:
    """What goes over the wire. ``cut``: hang up after so many bytes of all; 0: without a word."""

    status: int
    body: bytes
    content_type: str = "text/xml; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    cut: int | None = None


def t(name: str) -> str:
    """A name among the types."""
    return f"{{{TYPES}}}{name}"


def m(name: str) -> str:
    """A name among the messages."""
    return f"{{{MESSAGES}}}{name}"


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return str(etree.QName(element).localname)


def text_of(element: Element, path: str) -> str | None:
    """The text at a path, with the prefixes of NAMES; None where there is no such element."""
    found = element.find(path, NAMES)
    return None if found is None else found.text or ""


def take_apart(
    content: bytes, user: str, anchor: str | None, versions: tuple[str, ...] = VERSIONS
) -> Call:
    """The call in an envelope; SoapFaultError for what is no envelope or asks for an unknown version."""
    try:
        envelope = etree.fromstring(content)
    except etree.XMLSyntaxError as error:
        raise SoapFaultError("ErrorSchemaValidation", "The request is no XML.") from error
    body = envelope.find("s:Body", NAMES)
    if body is None or not len(body):
        raise SoapFaultError("ErrorInvalidRequest", "The request has no body.")
    version = envelope.find("s:Header/t:RequestServerVersion", NAMES)
    if version is not None and version.get("Version") not in versions:
        raise SoapFaultError(
            "ErrorInvalidServerVersion", "The specified server version is invalid."
        )
    header = envelope.find("s:Header", NAMES)
    header = header if header is not None else envelope
    zone = header.find("t:TimeZoneContext/t:TimeZoneDefinition", NAMES)
    person = header.find("t:ExchangeImpersonation/t:ConnectingSID/*", NAMES)
    return Call(
        operation=local(body[0]),
        element=body[0],
        user=user,
        impersonated=None if person is None else (person.text or "").lower(),
        anchor=anchor.lower() if anchor else None,
        zone=None if zone is None else zone.get("Id"),
    )


def answered(operation: str, messages: Iterable[Element]) -> Element:
    """An answer of one message for each thing that was asked for."""
    return M(f"{operation}Response", M.ResponseMessages(*messages))


def success(operation: str, *parts: Element) -> Element:
    """The message that says that it went well."""
    name = f"{operation}ResponseMessage"
    return M(name, M.ResponseCode("NoError"), *parts, ResponseClass="Success")


def failure(operation: str, error: EwsError, *parts: Element) -> Element:
    """The message that says, inside an answer, that one thing failed."""
    told = [M.MessageText(error.text), M.ResponseCode(error.code), M.DescriptiveLinkKey("0")]
    if error.back_off is not None:
        told.append(M.MessageXml(_back_off(error.back_off)))
    return M(f"{operation}ResponseMessage", *told, *parts, ResponseClass="Error")


def enveloped(body: Element, build: tuple[int, int, int, int] | None) -> bytes:
    """The whole answer as bytes, with the server's version in its header, where there is a ``build``."""
    if build is None:
        bare: bytes = etree.tostring(_S.Envelope(_S.Body(body)), encoding="utf-8")
        return bare
    names = ("MajorVersion", "MinorVersion", "MajorBuildNumber", "MinorBuildNumber")
    version = T.ServerVersionInfo(Version="V2017_07_11")
    for name, number in zip(names, build, strict=True):
        version.set(name, str(number))
    envelope = _S.Envelope(_S.Header(version), _S.Body(body))
    whole: bytes = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
    return whole


def faulted(error: EwsError) -> bytes:
    """A SOAP fault as Exchange writes it: no header, the code in three places."""
    detail = etree.Element("detail")
    detail.append(_E.ResponseCode(error.code))
    detail.append(_E.Message(error.text))
    if error.back_off is not None:
        detail.append(T.MessageXml(_back_off(error.back_off)))
    code = etree.Element("faultcode", nsmap={"a": TYPES})
    code.text = f"a:{error.code}"
    words = etree.Element("faultstring")
    words.text = error.text
    envelope = _S.Envelope(_S.Body(_S.Fault(code, words, detail)))
    whole: bytes = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
    return whole


def _back_off(milliseconds: int) -> Element:
    return T.Value(str(milliseconds), Name="BackOffMilliseconds")
