"""The log of the running service: ids, counts and durations, one event a line."""

from __future__ import annotations

import importlib.util
import logging
import logging.handlers
import os
import sys
import threading
import traceback
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from config.plain_text import plain, unnamed
from config.problems import ConfigurationError, Problem
from config.settings import LogSettings
from config.watch.log_files import DailyFile

OURS = "hjemmedag"
TRUSTED = ("uvicorn", "apscheduler")
"""Libraries whose messages hold nothing of anybody's calendar."""
FIRST = ("at", "level", "event")
IDS = ("person", "connection", "event", "level", "at")


def begin(settings: LogSettings) -> None:
    """Set up the log for the whole process.

    Raises ConfigurationError where a place that the settings name cannot be used.
    """
    formatter = _formatter(settings.format)
    handlers = list(_handlers(settings))
    for handler in handlers:
        handler.setFormatter(formatter)
    root, ours = logging.getLogger(), logging.getLogger(OURS)
    for old in root.handlers[:]:
        root.removeHandler(old)
        old.close()
    for handler in handlers:
        root.addHandler(handler)
    # What a library says below a warning is for its developers, and may quote what it works on.
    root.setLevel(logging.WARNING)
    ours.setLevel(settings.level.upper())
    logging.raiseExceptions = False
    structlog.configure(
        processors=[*_processors(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    sys.excepthook = uncaught
    threading.excepthook = _uncaught_in_thread


def logger() -> structlog.stdlib.BoundLogger:
    """Where the service's own events go."""
    found: structlog.stdlib.BoundLogger = structlog.get_logger(OURS)
    return found


def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log an error nobody caught by its kind and place; its message may quote a calendar."""
    if issubclass(kind, KeyboardInterrupt):
        return
    logger().error("uncaught", error=kind.__name__, where=places(trace))


def places(trace: TracebackType | None) -> list[str]:
    """ "deliver.py:42 deliver", from the outside in; no values."""
    frames = traceback.extract_tb(trace)
    return [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]


def without_addresses(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Mail addresses name people: where a text holds one, it is left out. Ids stay.

    Nor does any text begin a line of its own, or turn a terminal's head.
    """
    for key, value in event.items():
        if isinstance(value, str):
            harmless = plain(value).replace("\n", " ")
            event[key] = harmless if key in IDS else unnamed(harmless)
    return event


def _uncaught_in_thread(given: threading.ExceptHookArgs) -> None:
    if given.exc_value is not None:
        uncaught(given.exc_type, given.exc_value, given.exc_traceback)


def _processors() -> list[Processor]:
    return [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        without_addresses,
    ]


def _formatter(form: str) -> logging.Formatter:
    shown: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0, timestamp_key="at")
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*_processors(), _withheld],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _in_order,
            shown,
        ],
    )


def _in_order(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """When, how serious, what: first, and in this order."""
    return {**{key: event[key] for key in FIRST if key in event}, **event}


def _withheld(_: WrappedLogger, __: str, event: EventDict) -> MutableMapping[str, Any]:
    """Of what a library says, whatever it is about, its name and how serious it takes it."""
    record: logging.LogRecord = event["_record"]
    kept = {key: event[key] for key in ("level", "at", "_record", "_from_structlog")}
    said = event["event"] if record.name.split(".")[0] in TRUSTED else "withheld"
    error = record.exc_info[0] if record.exc_info else None
    places_ = {"error": error.__name__} if error else {}
    # The formatter would write the traceback, with its message, below the line.
    record.exc_info, record.exc_text, record.stack_info = None, None, None
    return {"event": "library", "library": record.name, "said": said, **places_, **kept}


def _handlers(settings: LogSettings) -> Iterator[logging.Handler]:
    yield logging.StreamHandler()
    try:
        if settings.file is not None:
            yield DailyFile(settings.file, settings.keep_days)
    except OSError as error:
        raise _problem("file", f"{settings.file} cannot be written: {error.strerror}") from None
    if settings.syslog is not None:
        yield _syslog(settings.syslog)
    if settings.windows_event_log is not None:
        yield _event_log(settings.windows_event_log)


def _syslog(place: Path | tuple[str, int]) -> logging.Handler:
    if isinstance(place, Path) and not place.exists():
        raise _problem("syslog", f"{place} cannot be used: there is no such socket")
    address = place if isinstance(place, tuple) else str(place)
    try:
        handler = logging.handlers.SysLogHandler(address)
    except OSError as error:
        raise _problem("syslog", f"{place} cannot be used: {error.strerror or error}") from None
    handler.ident, handler.append_nul = f"{OURS}: ", False
    return handler


def _event_log(source: str) -> logging.Handler:
    if os.name != "nt":
        raise _problem("windows_event_log", "there is none on this system; take the line away")
    if importlib.util.find_spec("win32evtlogutil") is None:  # the handler would only print so
        raise _problem("windows_event_log", "the package pywin32 is needed for it")
    return logging.handlers.NTEventLogHandler(source)


def _problem(key: str, message: str) -> ConfigurationError:
    return ConfigurationError([Problem("", f"log.{key}", None, message)])
