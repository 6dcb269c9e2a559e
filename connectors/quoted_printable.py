"""vCalendar 1.0 text in quoted-printable becomes plain lines, before anybody looks at lines."""

from __future__ import annotations

import binascii
import re

# A soft break never reaches over the end of its entry, whatever a phone left at the end of a line.
_PROPERTY = re.compile(
    rb"^([A-Z-]{3,40};[^:\n]{0,300}?QUOTED-PRINTABLE[^:\n]{0,300}:)"
    rb"((?:[^\n]*=\n(?!(?:BEGIN|END):))*[^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
_MARK = re.compile(rb"QUOTED-PRINTABLE", re.IGNORECASE)


def decode_quoted(plain: bytes) -> bytes:
    """The same lines, ended by LF, with such values decoded and their line breaks escaped."""
    return _PROPERTY.sub(_decoded, plain) if _MARK.search(plain) else plain


def _decoded(found: re.Match[bytes]) -> bytes:
    value = binascii.a2b_qp(found[2]).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return found[1] + value.rstrip(b"\n").replace(b"\n", b"\\n")
