"""Text that others wrote becomes harmless where people and programs read our answers."""

from __future__ import annotations

import json
import re
import unicodedata

_ADDRESS = re.compile(r"[^\s/\\\"'<>(),;:]+@[^\s/\\\"'<>(),;:]+")
_HARMLESS = frozenset("\n")
# Controls, what turns the direction of writing or has no width, line separators, halves of pairs.
_SHOWN = frozenset(("Cc", "Cf", "Zl", "Zp", "Cs", "Co"))


def plain(text: str) -> str:
    r"""The text with every character that a terminal might obey written out: ``\x1b``, ``\u202e``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_written(sign) if _obeyed(sign) else sign for sign in text)


def plain_json(document: str) -> str:
    """A JSON document that says the same without such characters."""
    if document.isascii():
        return document
    return "".join(json.dumps(s)[1:-1] if _obeyed(s) and s > "\x7e" else s for s in document)


def unnamed(text: str) -> str:
    """The text without mail addresses, for they name people."""
    return _ADDRESS.sub("…", text) if "@" in text else text


def _obeyed(sign: str) -> bool:
    return sign not in _HARMLESS and unicodedata.category(sign) in _SHOWN


def _written(sign: str) -> str:
    code = ord(sign)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
