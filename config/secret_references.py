"""Resolves secrets, which stand in the configuration only by reference, and never prints them."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

FORMS = "env:NAME, file:PATH or command:PROGRAM ARGUMENTS"
TIMEOUT = 30


class SecretError(Exception):
    """A secret cannot be had; the message names the reference, never the secret."""


class UnusableCertificateError(Exception):
    """A certificate cannot be used; the message names its file or reference and says why."""


def is_reference(value: object) -> bool:
    """Whether a value points to a secret and is none itself."""
    if not isinstance(value, str):
        return False
    scheme, _, rest = value.partition(":")
    return scheme in {"env", "file", "command"} and bool(rest.strip())


def secret(reference: str, base: Path = Path()) -> str:
    """What ``env:NAME``, ``file:PATH`` (from ``base``) or ``command:…`` gives, without line end.

    Raises SecretError where there is nothing, or where the reference has another form.
    """
    if not is_reference(reference):
        raise SecretError(f"a secret must stand there as {FORMS}")
    scheme, _, rest = reference.partition(":")
    found = {"env": _variable, "file": _file, "command": _command}[scheme](rest.strip(), base)
    if not found.strip("\r\n"):
        raise SecretError(f"the secret from {_shown(reference)} is empty")
    return found.rstrip("\r\n")


def _shown(reference: str) -> str:
    """A reference as a message shows it: a command without its arguments."""
    return reference.split()[0] if reference.startswith("command:") else reference


def _variable(name: str, _base: Path) -> str:
    if name not in os.environ:
        raise SecretError(f"the environment variable {name} is not set")
    return os.environ[name]


def _file(path: str, base: Path) -> str:
    try:
        return (base / path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no UTF-8 text"
        raise SecretError(f"the secret's file {path} cannot be read: {reason}") from None


def _command(line: str, base: Path) -> str:
    try:
        # The operator's own configuration names the program; no shell takes part.
        done = subprocess.run(  # noqa: S603
            shlex.split(line), cwd=base, capture_output=True, text=True, timeout=TIMEOUT, check=True
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        name = line.split()[0]
        raise SecretError(f"the secret's command {name} failed ({type(error).__name__})") from None
    return done.stdout
