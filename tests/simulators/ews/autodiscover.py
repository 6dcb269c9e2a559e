"""SOAP Autodiscover, as exchangelib 5.6 asks for it: where a mailbox's EWS is."""

from __future__ import annotations

from lxml import etree
from lxml.builder import ElementMaker

from tests.simulators.ews.exchange import SE, Exchange
from tests.simulators.ews.soap import Element, Reply

NAME = "http://schemas.microsoft.com/exchange/2010/Autodiscover"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
PATH = "/autodiscover/autodiscover.svc"
_A = ElementMaker(namespace=NAME, nsmap={None: NAME})
_S = ElementMaker(namespace=SOAP, nsmap={"s": SOAP})


def discovered(exchange: Exchange, content: bytes, ews_url: str) -> Reply:
    """The settings of each mailbox asked for."""
    asked = etree.fromstring(content)
    settings = [setting.text or "" for setting in asked.iter(f"{{{NAME}}}Setting")]
    people = [person.text or "" for person in asked.iter(f"{{{NAME}}}Mailbox")]
    responses = [_response(exchange, person.lower(), settings, ews_url) for person in people]
    told = _A.Response(_A.ErrorCode("NoError"), _A.ErrorMessage(), _A.UserResponses(*responses))
    body = _S.Body(_A.GetUserSettingsResponseMessage(told))
    names = ("MajorVersion", "MinorVersion", "MajorBuildNumber", "MinorBuildNumber")
    numbers = zip(names, exchange.manners.build or SE, strict=True)
    version = _A.ServerVersionInfo(*(_A(name, str(number)) for name, number in numbers))
    version.append(_A.Version("Exchange2016"))
    envelope = _S.Envelope(_S.Header(version), body)
    return Reply(200, etree.tostring(envelope, xml_declaration=True, encoding="utf-8"))


def _response(exchange: Exchange, person: str, settings: list[str], ews_url: str) -> Element:
    if person not in exchange.store.mailboxes:
        words = _A.ErrorMessage("The e-mail address cannot be found.")
        return _A.UserResponse(_A.ErrorCode("InvalidUser"), words)
    known = {
        "AutoDiscoverSMTPAddress": person,
        "ExternalEwsUrl": ews_url,
        "InternalEwsUrl": ews_url,
        "EwsSupportedSchemas": "Exchange2007, Exchange2010, Exchange2013, Exchange2016",
    }
    given = (_setting(name, known[name]) for name in settings if name in known)
    return _A.UserResponse(
        _A.ErrorCode("NoError"),
        _A.ErrorMessage("No error."),
        _A.UserSettingErrors(),
        _A.UserSettings(*given),
    )


def _setting(name: str, value: str) -> Element:
    return _A.UserSetting(_A.Name(name), _A.Value(value))
