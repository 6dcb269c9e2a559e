"""What we rely on inside exchangelib: an upgrade has to look at this, and at performance, anew."""

from __future__ import annotations

import inspect
from importlib.metadata import version

from exchangelib.protocol import BaseProtocol, CachingProtocol, FailFast, Protocol
from exchangelib.services.common import EWSAccountService
from exchangelib.util import post_ratelimited

from connectors.ews_calls import LIBRARY


def test_the_release_is_the_one_that_was_looked_into() -> None:
    assert version("exchangelib").split(".")[:2] == LIBRARY.split(".")


def test_an_answer_still_goes_through_the_two_places_that_we_replace() -> None:
    source = inspect.getsource(EWSAccountService._get_response_xml)
    for used in ("_api_versions_to_try", "_get_soap_parts(", "_get_soap_messages("):
        assert used in source
    assert "iter_content()" in inspect.getsource(EWSAccountService._get_soap_parts)


def test_a_service_still_asks_an_account_for_no_more_than_ours_has() -> None:
    source = inspect.getsource(EWSAccountService)
    asked = {
        word.split(".")[2].split(" ")[0].split(")")[0].split(":")[0].strip()
        for word in source.split()
        if word.startswith("self.account.")
    }
    assert asked <= {
        "protocol",
        "version",
        "affinity_cookie",
        "primary_smtp_address",
        "access_type",
        "identity",
        "default_timezone",
    }


def test_sessions_are_still_made_where_we_make_them() -> None:
    assert "self.raw_session(self.service_endpoint)" in inspect.getsource(
        BaseProtocol.create_session
    )
    assert "raise_response_errors(r)" in inspect.getsource(post_ratelimited)
    assert FailFast().fail_fast
    assert isinstance(Protocol, CachingProtocol)


def test_no_version_is_asked_for_where_one_is_preset() -> None:
    asked = "if not self.config.version or not self.config.version.build:"
    assert inspect.getsource(Protocol.version.fget).count(asked) == 2
    source = inspect.getsource(EWSAccountService._get_response_xml)
    for used in (
        "for api_version in self._api_versions_to_try():",
        "r = self._get_response(payload=payload, api_version=api_version)",
        "if header is not None:",
        "self._update_api_version(api_version=api_version, header=header)",
    ):
        assert used in source
