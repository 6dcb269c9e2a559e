"""A connection on which no wait outlasts the deadline, however slowly the other side drips."""

from __future__ import annotations

import io
import socket
import time
from typing import TYPE_CHECKING

from connectors.feed_addresses import Endpoint

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


def time_left(deadline: float) -> float:
    """Seconds until the deadline; raises TimeoutError once it is over."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def open_line(one: Endpoint, timeout: float) -> socket.socket:
    """Connect to the very address that was checked."""
    line = socket.socket(one.family, socket.SOCK_STREAM)
    try:
        line.settimeout(timeout)
        line.connect(one.sockaddr)
    except OSError:
        line.close()
        raise
    return line


class Timed:
    """A socket as http.client wants it, on which no wait outlasts the deadline."""

    def __init__(self, line: socket.socket, silence: float, deadline: float) -> None:
        self._line, self._silence, self._deadline = line, silence, deadline

    def __enter__(self) -> Timed:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()

    def sendall(self, content: bytes) -> None:
        """Send within the limits."""
        self._hurry()
        self._line.sendall(content)

    def makefile(self, mode: str) -> io.BufferedReader:
        """What comes in, as a file."""
        return io.BufferedReader(_Incoming(self))

    def recv_into(self, buffer: WriteableBuffer) -> int:
        """Receive within the limits; a byte now and then does not prolong them."""
        self._hurry()
        return self._line.recv_into(buffer)

    def close(self) -> None:
        """Leave it open: whoever opened it closes it."""

    def _hurry(self) -> None:
        self._line.settimeout(min(self._silence, time_left(self._deadline)))


class _Incoming(io.RawIOBase):
    def __init__(self, line: Timed) -> None:
        self._line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        return self._line.recv_into(buffer)
