"""Content Credentials: a signed manifest in a sound file that says who made it and that its voice is synthetic.

C2PA technical specification 2.2. The publisher gives a key and a certificate; nothing is asked of the network, so there
is no time stamp of an authority. c2pa-python embeds the manifest in WAV and MPEG-4. In an MP3 it would write all tags
anew, as ID3v2.4 and without the text by sentence: there its frame (A.3.4 of the specification) is put into the tags as
they are, with functions of the native library that its Python class does not show. The dependency is pinned for that.
"""

from __future__ import annotations

import ctypes
import io
import json
import shutil
import struct
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from audiobrief.delivery.disclosure import Disclosure
from audiobrief.errors import DataError, EncoderError
from audiobrief.messages import get_reason
from audiobrief.system.filesystem import read_bytes
from audiobrief.system.unfinished import unfinished_folder
from audiobrief.version import __version__

if TYPE_CHECKING:
    from audiobrief.delivery.exporter import Rendition

MEDIA_TYPES = {"mp3": "audio/mpeg", "wav": "audio/wav", "m4b": "audio/mp4"}
"""The media types of the sound files that are signed, by exporter name."""
MANIFEST_TYPE = "application/c2pa"
"""The media type of a manifest, also that of its ID3 frame."""
MANIFEST_CHUNK = b"C2PA"
"""The name of the chunk of a WAV that holds a manifest."""
_FRAME_TEXT = b"\0" + MANIFEST_TYPE.encode() + b"\0c2pa\0c2pa manifest store\0"
_HEADER, _FRAME_HEADER = 10, 10
# The curve or the kind of a key, and the algorithm that signs with it (C2PA 13.2).
_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
# The library looks for no revoked certificates and no manifests elsewhere.
_OFFLINE = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a publisher signs with: `key` (PKCS 8) and `chain`, the certificate with those above it, in PEM."""

    key: bytes = field(repr=False)
    chain: bytes = field(repr=False)
    algorithm: str


def load_credentials(key: Path, certificate: Path) -> Credentials:
    """Read a private key and its certificate chain, and try them.

    Raises DataError if a file cannot be read, they do not belong together or cannot sign, or the library is missing.
    """
    import_c2pa()
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    try:
        private: Any = serialization.load_pem_private_key(_read(key), password=None)
    except TypeError as error:
        raise DataError(
            "The key '{path}' is protected by a password: save it without one, readable by you alone.", path=key
        ) from error
    except ValueError as error:
        raise DataError("The key '{path}' is no private key in PEM: check the file.", path=key) from error
    chain = _read(certificate)
    try:
        own = x509.load_pem_x509_certificates(chain)[0]
    except ValueError as error:
        raise DataError("The certificate '{path}' is none in PEM: check the file.", path=certificate) from error
    if own.public_key() != private.public_key():
        raise DataError(
            "The certificate '{certificate}' is not that of the key '{key}': give the two that belong together.",
            certificate=certificate,
            key=key,
        )
    now = datetime.now(UTC)
    if not own.not_valid_before_utc <= now <= own.not_valid_after_utc:
        raise DataError(
            "The certificate '{path}' is valid from {first} to {last}, not today: renew it.",
            path=certificate,
            first=own.not_valid_before_utc.date(),
            last=own.not_valid_after_utc.date(),
        )
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    credentials = Credentials(pem, chain, _choose_algorithm(key, private))
    _try_credentials(credentials, certificate)
    return credentials


def import_c2pa() -> Any:
    """The library. Raises DataError if it is not installed."""
    try:
        import c2pa
    except ImportError as error:
        raise DataError(
            "Signed sound needs a library that is not installed: run pip install 'audiobrief[provenance]'."
        ) from error
    return c2pa


def make_context() -> Any:
    """The library's settings: it asks nothing of the network."""
    c2pa = import_c2pa()
    return c2pa.Context(settings=c2pa.Settings.from_dict(_OFFLINE))


def sign_rendition(rendition: Rendition, path: Path, media_type: str) -> None:
    """Sign the finished sound file of a rendition, in place. Raises EncoderError if it cannot be signed."""
    assert rendition.credentials
    manifest = make_manifest(rendition.script.title, rendition.disclosure, rendition.version)
    sign_file(path, media_type, manifest, rendition.credentials)


def sign_file(path: Path, media_type: str, manifest: dict[str, Any], credentials: Credentials) -> None:
    """Sign a sound file in place; `manifest` is from `make_manifest`.

    Raises EncoderError if it cannot be signed; the file is then incomplete.
    """
    try:
        with _open_signer(credentials) as signer:
            if media_type == MEDIA_TYPES["mp3"]:
                _sign_mp3(path, manifest, signer)
            else:
                _rewrite(path, lambda source, target: _sign(manifest, signer, media_type, source, target))
    except (import_c2pa().C2paError, OSError, ValueError) as error:
        raise EncoderError("'{name}' cannot be signed: {reason}.", name=path.name, reason=get_reason(error)) from error


def make_manifest(title: str, disclosure: Disclosure, version: str) -> dict[str, Any]:
    """The manifest of a sound that is made by a synthetic voice (C2PA 18.16, the action `c2pa.created`)."""
    action = {
        "action": "c2pa.created",
        "digitalSourceType": disclosure.source_type,
        "softwareAgent": {"name": "audiobrief", "version": version},
        "description": f"Speech by the synthetic voice {disclosure.described_voice}",
    }
    return {
        "claim_generator_info": [{"name": "audiobrief", "version": version}],
        "title": title,
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [action]}}],
    }


def _read(path: Path) -> bytes:
    try:
        return read_bytes(path)
    except OSError as error:
        raise DataError(
            "'{path}' cannot be read ({reason}): check the path.", path=path, reason=get_reason(error)
        ) from error


def _choose_algorithm(path: Path, key: Any) -> str:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(key, rsa.RSAPrivateKey):
        return "ps256"
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _CURVES:
        return _CURVES[key.curve.name]
    raise DataError("The key '{path}' is of a kind that C2PA does not allow: use an EC key on P-256.", path=path)


def _try_credentials(credentials: Credentials, certificate: Path) -> None:
    """Sign a moment of silence. Raises DataError: the library checks that a certificate may sign."""
    silence, signed = io.BytesIO(), io.BytesIO()
    with wave.open(silence, "wb") as sound:
        sound.setparams((1, 2, 8000, 80, "NONE", ""))
        sound.writeframes(bytes(160))
    silence.seek(0)
    try:
        with _open_signer(credentials) as signer:
            _sign(
                make_manifest("", Disclosure("", "", trained=True), __version__),
                signer,
                MEDIA_TYPES["wav"],
                silence,
                signed,
            )
    except import_c2pa().C2paError as error:
        raise DataError(
            "The certificate '{path}' cannot sign ({reason}): it needs the key usage digitalSignature, an extended key "
            "usage for signing, and the certificates above it in the same file.",
            path=certificate,
            reason=get_reason(error),
        ) from error


@contextmanager
def _open_signer(credentials: Credentials) -> Iterator[Any]:
    c2pa = import_c2pa()
    about = c2pa.C2paSignerInfo(credentials.algorithm, credentials.chain, credentials.key, None)
    with c2pa.Signer.from_info(about) as signer:
        yield signer


def _sign(manifest: dict[str, Any], signer: Any, media_type: str, source: BinaryIO, target: BinaryIO) -> None:
    c2pa = import_c2pa()
    with c2pa.Builder(manifest, context=make_context()) as builder:
        builder.sign(signer, media_type, source, target)


def _rewrite(path: Path, write: Callable[[BinaryIO, BinaryIO], None]) -> None:
    """Write into a file what `write` makes of a copy of it."""
    with unfinished_folder(path.parent) as folder:
        shutil.copyfile(path, folder / "unsigned")
        with (folder / "unsigned").open("rb") as source, path.open("w+b") as target:
            write(source, target)


def _sign_mp3(path: Path, manifest: dict[str, Any], signer: Any) -> None:
    """Put a manifest of the right length into the tags, sign the file as it is then, and put the signed one in its
    place (C2PA 13.1, a hash with an exclusion)."""
    c2pa = import_c2pa()
    with c2pa.Builder({**manifest, "format": MEDIA_TYPES["mp3"]}, context=make_context()) as builder:
        blank = _call(c2pa, "c2pa_builder_data_hashed_placeholder", builder._handle, signer.reserve_size())
        place = 0

        def insert(source: BinaryIO, target: BinaryIO) -> None:
            nonlocal place
            place = _insert_frame(source, target, blank)

        _rewrite(path, insert)
        with path.open("r+b") as file:
            exclusions = [{"start": place, "length": len(blank)}]
            rule = {"exclusions": exclusions, "name": "jumbf manifest", "alg": "sha256", "hash": "", "pad": ""}
            with c2pa.Stream(file) as stream:
                signed = _call(
                    c2pa,
                    "c2pa_builder_sign_data_hashed_embeddable",
                    builder._handle,
                    signer._handle,
                    json.dumps(rule),
                    stream=stream._stream,
                )
            if len(signed) != len(blank):
                raise ValueError(f"a manifest of {len(signed)} bytes for a place of {len(blank)}")
            file.seek(place)
            file.write(signed)


def _call(c2pa: Any, name: str, *arguments: Any, stream: Any = None) -> bytes:
    """Call a function of the native library that gives a manifest. Raises C2paError."""
    library = c2pa.c2pa._lib
    function = getattr(library, name)
    function.restype = ctypes.c_int64
    found = ctypes.POINTER(ctypes.c_ubyte)()
    passed: list[Any] = []
    for value in arguments:
        if isinstance(value, int):
            passed.append(ctypes.c_size_t(value))
        else:
            passed.append(ctypes.c_char_p(value.encode()) if isinstance(value, str) else value)
    passed.append(ctypes.c_char_p(MANIFEST_TYPE.encode()))
    if name.endswith("embeddable"):
        passed.append(stream)
    length = function(*passed, ctypes.byref(found))
    if length < 0 or not found:
        raise c2pa.C2paError(_take_error(library))
    try:
        return bytes(found[:length])
    finally:
        library.c2pa_free(found)


def _take_error(library: Any) -> str:
    told = library.c2pa_error()
    return ctypes.cast(told, ctypes.c_char_p).value.decode("utf-8", "replace") if told else "unknown"  # type: ignore[union-attr]


def _insert_frame(source: BinaryIO, target: BinaryIO, manifest: bytes) -> int:
    """Copy an MP3 with a manifest as the last frame of its ID3v2 tags (GEOB, ID3v2.3, 4.16); return where it is.

    Raises ValueError for tags that are not those that audiobrief writes.
    """
    head = source.read(_HEADER)
    if head[:3] != b"ID3" or head[3] not in (3, 4) or head[5]:
        raise ValueError("no plain ID3v2 tags")
    tags = source.read(_decode_size(head[6:]))
    end = _find_padding(tags, head[3])
    body = _FRAME_TEXT + manifest
    size = struct.pack(">I", len(body)) if head[3] == 3 else _encode_size(len(body))
    frame = b"GEOB" + size + b"\0\0" + body
    target.write(head[:6] + _encode_size(len(tags) + len(frame)) + tags[:end] + frame + tags[end:])
    shutil.copyfileobj(source, target)
    return _HEADER + end + _FRAME_HEADER + len(_FRAME_TEXT)


def _find_padding(tags: bytes, version: int) -> int:
    """Where the frames of ID3v2 tags end."""
    at = 0
    while at + _FRAME_HEADER <= len(tags) and tags[at]:
        written = tags[at + 4 : at + 8]
        at += _FRAME_HEADER + (int.from_bytes(written, "big") if version == 3 else _decode_size(written))
    return min(at, len(tags))


def _decode_size(written: bytes) -> int:
    """A number of seven bits a byte (ID3v2.3, 3.1)."""
    return sum(byte << shift for byte, shift in zip(written, (21, 14, 7, 0), strict=True))


def _encode_size(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
