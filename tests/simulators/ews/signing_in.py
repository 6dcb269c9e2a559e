"""Signing in: NTLM with challenge and answer, Basic, a bearer token, or a client certificate."""

from __future__ import annotations

import base64
import os
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import spnego

from tests.simulators.ews.rights import User

_NTLM_FILE = "NTLM_USER_FILE"
_ENVIRONMENT = threading.Lock()


class SigningIn:
    """Who may come in, and by which of ``schemes``: NTLM, Basic, Bearer."""

    def __init__(self, users: Iterable[User], schemes: tuple[str, ...]) -> None:
        self.users = {user.account.lower(): user for user in users}
        self.schemes = schemes
        self.tokens: dict[str, str] = {}
        handle, name = tempfile.mkstemp(suffix=".ntlm")
        self._file = Path(name)
        os.close(handle)
        lines = (f"{_domain(u)}:{u.account}:{u.password}\n" for u in self.users.values())
        self._file.write_text("".join(lines), encoding="utf-8")

    def close(self) -> None:
        """Forget the passwords on disk."""
        self._file.unlink(missing_ok=True)

    def challenges(self) -> list[str]:
        """What a client may choose from."""
        words = {"Basic": 'Basic realm="Exchange"', "Bearer": 'Bearer client_id="exchange"'}
        return [words.get(scheme, scheme) for scheme in self.schemes]

    def by_password(self, header: str) -> User | None:
        """The user that a Basic or Bearer header proves."""
        scheme, _, given = header.partition(" ")
        if scheme not in self.schemes:
            return None
        if scheme == "Bearer":
            return self._with_address(self.tokens.get(given.strip()))
        name, _, password = _text(base64.b64decode(given)).partition(":")
        user = self.users.get(name.rpartition("\\")[2].lower())
        return user if user is not None and user.password == password else None

    def by_name(self, name: str) -> User | None:
        """The user of a certificate that TLS has proved."""
        return self.users.get(name.lower())

    def begin_ntlm(self) -> Any:
        """A handshake for one connection."""
        return self._with_file(lambda: spnego.server(protocol="ntlm"))

    def step_ntlm(self, handshake: Any, header: str) -> tuple[str | None, User | None]:
        """One step of it: the challenge to send, or the user whom the answer proves."""
        token = base64.b64decode(header.partition(" ")[2])
        try:
            challenge = self._with_file(lambda: handshake.step(token))
        except spnego.exceptions.SpnegoError:
            return None, None
        if challenge:
            return f"NTLM {base64.b64encode(challenge).decode()}", None
        name = str(handshake.client_principal).rpartition("\\")[2]
        return None, self.users.get(name.lower())

    def _with_address(self, address: str | None) -> User | None:
        return next((u for u in self.users.values() if u.address == address), None)

    def _with_file(self, step: Any) -> Any:
        """spnego's NTLM server looks its users up in a file that the environment names."""
        with _ENVIRONMENT:
            before = os.environ.get(_NTLM_FILE)
            os.environ[_NTLM_FILE] = str(self._file)
            try:
                return step()
            finally:
                os.environ.pop(_NTLM_FILE)
                if before is not None:
                    os.environ[_NTLM_FILE] = before


def _domain(user: User) -> str:
    return user.name.rpartition("\\")[0]


def _text(raw: bytes) -> str:
    """Clients write Basic in UTF-8 or in Latin 1; IIS reads both."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
