"""Reads a configuration file as text, or says in one problem why it cannot be read."""

from __future__ import annotations

import codecs
from pathlib import Path

from config.problems import Report

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_text(
    path: Path, report: Report, encodings: tuple[str, ...] = ("utf-8-sig",)
) -> str | None:
    """The file's text by the first of ``encodings`` that fits; None after a reported problem."""
    content = read_bytes(path, report)
    if content is None:
        return None
    if content.startswith(UTF_16):
        report.file(path, "this is UTF-16 text; save the file as UTF-8")
        return None
    line = None
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
    report.file(path, "this is not UTF-8 text; save the file as UTF-8", line)
    return None


def read_bytes(path: Path, report: Report) -> bytes | None:
    """All bytes of a file; None after a reported problem."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        report.file(path, "there is no such file")
    except OSError as error:
        report.file(path, f"the file cannot be read: {error.strerror}")
    except ValueError:
        report.file(path, "this is no path of a file")
    return None
