"""Find compressed streams of a PDF that would fill the memory: PDFium ends the process when it has no more."""

from __future__ import annotations

import re
import zlib

from audiobrief.errors import ArticleError

_STREAM = re.compile(rb"stream\r?\n")
# Pictures and fonts are not unpacked; their dictionaries stand before the stream.
_DICTIONARY = 600
_NOT_UNPACKED = re.compile(rb"/Subtype\s*/Image|/FontFile|/Length1\b|/Type\s*/(?:XRef|ObjStm|Metadata)|/FunctionType")
# A page's content of so many bytes is a drawing of millions of lines, for which PDFium takes about 20 times the memory.
_MAX_STREAM = 32 << 20
# No compressed stream is longer than this times its unpacked length (RFC 1951: 258 bytes from two bits).
_MAX_RATIO = 1032


def check_streams(content: bytes, address: str) -> None:
    """Raise ArticleError if the content of a page is too large when it is unpacked."""
    for found in _STREAM.finditer(content):
        start = found.end()
        head = content[max(0, found.start() - _DICTIONARY) : found.start()].rpartition(b"obj")[2]
        if b"FlateDecode" not in head or _NOT_UNPACKED.search(head):
            continue
        end = content.find(b"endstream", start)
        packed = memoryview(content)[start : end if end > 0 else len(content)]
        if len(packed) * _MAX_RATIO > _MAX_STREAM and _measure(packed) > _MAX_STREAM:
            raise ArticleError(
                "'{address}' has a page of more than {most} MB when unpacked, too much for an article: print it anew.",
                address=address or "standard input",
                most=_MAX_STREAM >> 20,
            )


def _measure(packed: memoryview) -> int:
    """The unpacked length of a stream, as far as it matters and can be unpacked."""
    decoder = zlib.decompressobj()
    length = 0
    pending: bytes | memoryview = packed
    try:
        while length <= _MAX_STREAM and not decoder.eof and len(pending):
            length += len(decoder.decompress(pending, 1 << 20))
            pending = decoder.unconsumed_tail
    except zlib.error:
        pass
    return length
