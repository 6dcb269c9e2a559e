"""Secrets stand in the configuration by reference only, and no message shows one."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from config.secret_references import SecretError, is_reference, secret


def test_a_secret_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HJEMMEDAG_TEST", "geheim")
    assert secret("env:HJEMMEDAG_TEST") == "geheim"


def test_a_secret_comes_from_a_file_beside_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("geheim æ\n", encoding="utf-8")
    assert secret("file:token", tmp_path) == "geheim æ"
    assert secret(f"file:{tmp_path}/token") == "geheim æ"


def test_a_secret_comes_from_a_command_without_a_shell() -> None:
    program = "import sys; print(sys.argv[1])"
    assert secret(f"command:{shlex.join([sys.executable, '-c', program, '$HOME'])}") == "$HOME"


@pytest.mark.parametrize("reference", ["geheim", "geheim:x", "env:", "", "ENV:NAME"])
def test_a_plain_value_is_no_reference_and_is_not_shown(reference: str) -> None:
    assert not is_reference(reference)
    with pytest.raises(SecretError, match="env:NAME") as caught:
        secret(reference)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("env:HJEMMEDAG_NOT_SET", "HJEMMEDAG_NOT_SET is not set"),
        ("file:not-there", "not-there cannot be read: No such file"),
        ("command:not-there geheim", "command not-there failed"),
        (f"command:{sys.executable} -c 'raise SystemExit(\"geheim\")'", "failed"),
        ("command:'unclosed geheim", "failed"),
    ],
)
def test_a_secret_that_cannot_be_had_says_why_and_shows_nothing(
    tmp_path: Path, reference: str, expected: str
) -> None:
    with pytest.raises(SecretError, match=expected) as caught:
        secret(reference, tmp_path)
    assert "geheim" not in str(caught.value)


def test_an_empty_secret_is_none(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("\n", encoding="utf-8")
    with pytest.raises(SecretError, match="is empty"):
        secret("file:token", tmp_path)
