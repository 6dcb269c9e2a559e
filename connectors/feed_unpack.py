"""A body comes in pieces, packed or not, and is taken in until it is whole or too large."""

from __future__ import annotations

import zlib

from connectors.errors import ConnectorError, Unavailable

CHUNK = 64 * 1024
"""How many bytes are taken from the network at once."""


class Unpacker:
    """Takes a body in pieces, unpacks it, and stops before either side grows too large."""

    def __init__(self, encoding: str, cap: int) -> None:
        self._encoding = encoding.strip().lower()
        if self._encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise Unavailable("the feed is packed in a way that was not asked for")
        self._unpack: zlib._Decompress | None = None
        self._packed = 0
        self._pieces = bytearray()
        self._cap = cap

    def take(self, piece: bytes) -> None:
        """The next piece."""
        self._packed += len(piece)
        if self._packed > self._cap:
            raise self._too_large()
        if self._encoding in {"", "identity"}:
            self._pieces += piece
            return
        self._unpack = self._unpack or self._start(piece)
        self._pieces += self._unpack.decompress(piece, self._cap + 1 - len(self._pieces))
        if len(self._pieces) > self._cap or self._unpack.unconsumed_tail:
            raise self._too_large()
        if self._unpack.unused_data:
            raise Unavailable("the feed's packed answer has more behind its end")

    def whole(self) -> bytes:
        """All of it; raises Unavailable where the end is missing."""
        if self._unpack is not None and not self._unpack.eof:
            raise Unavailable("the feed's answer was cut short")
        return bytes(self._pieces)

    def _start(self, piece: bytes) -> zlib._Decompress:
        if self._encoding != "deflate":
            return zlib.decompressobj(wbits=31)
        # Some servers send raw deflate under this name, without the zlib header.
        headed = piece[0] & 0x0F == 8 and int.from_bytes(piece[:2], "big") % 31 == 0
        return zlib.decompressobj(wbits=15 if headed else -15)

    def _too_large(self) -> ConnectorError:
        return Unavailable(f"the feed is larger than {self._cap} bytes")
