"""A body as it was before its server compressed it, made as it is asked for: a few bytes may stand for gigabytes."""

from __future__ import annotations

import zlib
from http.client import HTTPResponse

from audiobrief.messages import message

_BLOCK = 64 << 10
_GZIP, _ZLIB, _RAW = 31, 15, -15


class Unpacked:
    """The body of `response`, sent with the Content-Encoding `coding`. Raises ValueError for one that is not known."""

    def __init__(self, response: HTTPResponse, coding: str) -> None:
        self._response = response
        name = coding.strip().lower()
        if name not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise ValueError(message("it is compressed as {coding}, which was not asked for", coding=name[:40]))
        self._deflate = name == "deflate"
        self._window = _GZIP if name.endswith("gzip") else _ZLIB
        self._packed = name not in ("", "identity")
        self._decoder = zlib.decompressobj(self._window)
        self._begun = self._over = False
        self._waiting = b""

    def read(self, size: int) -> bytes:
        """`size` bytes, less only at the end. Raises OSError where the body breaks off or is not what it says."""
        parts = []
        while size > 0 and (part := self._some(size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _some(self, most: int) -> bytes:
        """At least one byte and no more than `most`; nothing at the end."""
        if not self._packed:
            return self._received(min(most, _BLOCK))
        while not self._over:
            if not self._waiting:
                self._waiting = self._received(_BLOCK)
                if not self._waiting and self._begun:
                    raise OSError(message("its compressed body breaks off"))
                if not self._waiting:
                    break
            if part := self._decoded(most):
                return part
        return b""

    def _decoded(self, most: int) -> bytes:
        if not self._begun and self._deflate and not _is_zlib(self._waiting):
            # RFC 9110, 8.4.1.2: some servers send deflate without its zlib head.
            self._decoder = zlib.decompressobj(_RAW)
        self._begun = True
        try:
            part = self._decoder.decompress(self._waiting, most)
        except zlib.error as error:
            raise OSError(message("its compressed body is damaged")) from error
        self._waiting = self._decoder.unconsumed_tail
        if self._decoder.eof:
            # RFC 1952, 2.2: a gzip file may have several members; what else follows is nobody's.
            self._waiting = self._decoder.unused_data
            self._over = self._deflate or not (self._waiting or self._more())
            self._decoder = zlib.decompressobj(self._window)
            self._over = self._over or not self._waiting.startswith(b"\x1f")
        return part

    def _more(self) -> bool:
        self._waiting = self._received(_BLOCK)
        return bool(self._waiting)

    def _received(self, most: int) -> bytes:
        part = self._response.read(most)
        if not part and self._response.length:
            raise OSError(message("its body breaks off"))
        return part


def _is_zlib(data: bytes) -> bool:
    """RFC 1950, 2.2: the method is 8, and the first two bytes are a multiple of 31."""
    return len(data) > 1 and data[0] & 15 == 8 and (data[0] << 8 | data[1]) % 31 == 0
