"""Running the server: its socket, its password, its end."""

from __future__ import annotations

import logging
import socket
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from audiobrief.errors import AudiobriefError, OptionError, TargetError
from audiobrief.messages import Message, get_reason, message
from audiobrief.server.app import build_app, start_workers
from audiobrief.server.making import OpenExecutor
from audiobrief.server.security import find_hosts, is_loopback
from audiobrief.server.sessions import hash_password
from audiobrief.server.site import Site
from audiobrief.system.locks import hold_lock

_LOCK = ".serve.lock"
# Seconds that answers have to end when the server does, and that idle connections stay.
_GRACE, _KEEP_ALIVE = 2, 15
# Seconds.
_SWITCH = 0.001
# Connections that wait to be taken.
_BACKLOG = 256
# Connections at once; more are refused.
_MOST_CONNECTIONS = 400


@dataclass(frozen=True, slots=True)
class Place:
    """Where the server is reached: the host and port that it listens at, and its `public` address behind a proxy."""

    host: str
    port: int
    public: str = ""


def check_public(address: str) -> str:
    """The origin of `--url`. Raises OptionError if it is none."""
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.path in ("", "/")
        good = good and not (parts.query or parts.fragment or parts.username)
    except ValueError:
        good = False
    if not good:
        raise OptionError(
            "'{address}' is not where a site can be: give --url as https://listen.example.org, without a path.",
            address=address,
        )
    return f"{parts.scheme}://{parts.netloc}".lower()


def demand_password(site: Site, place: Place) -> bool:
    """Whether there is a password. Raises OptionError if there is none although others may reach the server."""
    guarded = bool(site.preferences.load_password())
    reached = not is_loopback(place.host) or (place.public and not is_loopback(urlsplit(place.public).hostname or ""))
    if reached and not guarded:
        raise OptionError(
            "Others could reach '{host}': set a password first with 'audiobrief serve --set-password', or name a file "
            "that holds one with --password-file.",
            host=place.public or place.host,
        )
    return guarded


def keep_password(site: Site, password: str) -> None:
    """Keep a password, unless it is the one that there is. Raises OptionError if it is too short."""
    if not site.sessions.check_password(password):
        site.preferences.save_password(hash_password(password))


def read_password(path: Path) -> str:
    """The first line of a file. Raises OptionError if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8").split("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        raise OptionError(
            "The file '{path}' of --password-file cannot be read ({reason}): check it.",
            path=path,
            reason=get_reason(error),
        ) from error


@contextmanager
def lock_data(folder: Path) -> Iterator[None]:
    """Keep other servers from a folder during the block. Raises TargetError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = hold_lock(folder / _LOCK)
        held = lock.__enter__()
    except OSError as error:
        raise TargetError(
            "The folder '{folder}' cannot be used ({reason}): choose another with --data.",
            folder=folder,
            reason=get_reason(error),
        ) from error
    try:
        if not held:
            raise TargetError(
                "Another server uses the folder '{folder}': open that one, or choose another with --data.",
                folder=folder,
            )
        yield
    finally:
        lock.__exit__(None, None, None)


def open_socket(host: str, port: int) -> socket.socket:
    """A socket that listens at a host and port; port 0 takes a free one. Raises OptionError."""
    listening: socket.socket | None = None
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # Named as TCP, so that asyncio sends answers without delay (TCP_NODELAY).
        listening = socket.socket(family, kind, socket.IPPROTO_TCP)
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_BACKLOG)
        return listening
    except OSError as error:
        if listening is not None:
            listening.close()
        raise OptionError(
            "The server cannot listen at '{host}' port {port} ({reason}): choose others with --host and --port.",
            host=host,
            port=port,
            reason=get_reason(error),
        ) from error


def run_server(
    site: Site,
    place: Place,
    open_executor: OpenExecutor,
    *,
    guarded: bool,
    warn: Callable[[Message], object],
    on_start: Callable[[str], object],
) -> None:
    """Serve until SIGTERM or SIGINT, which is raised again at the end. `on_start` is called with the address."""
    import uvicorn

    with open_socket(place.host, place.port) as listening:
        port = listening.getsockname()[1]
        address = place.public or f"http://{_name_host(place.host)}:{port}"

        def report(error: BaseException) -> None:
            warn(describe_error(error))

        app = build_app(
            site,
            find_hosts(place.host, place.public),
            start_workers(site, open_executor, report),
            guarded=guarded,
            report=report,
            on_start=lambda: on_start(address),
        )
        # Nothing of what is asked for is logged.
        logging.getLogger("uvicorn").addHandler(logging.NullHandler())
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            lifespan="on",
            loop="asyncio",
            http="h11",
            ws="none",
            timeout_graceful_shutdown=_GRACE,
            timeout_keep_alive=_KEEP_ALIVE,
            limit_concurrency=_MOST_CONNECTIONS,
        )
        # Threads that make pages hand the interpreter on sooner to the one that answers.
        sys.setswitchinterval(_SWITCH)
        uvicorn.Server(config).run(sockets=[listening])


def _name_host(host: str) -> str:
    """A host as others write it in an address; this machine's name where the server listens at all its addresses."""
    if host in ("0.0.0.0", "::"):
        return socket.gethostname().lower()
    return f"[{host}]" if ":" in host else host


def describe_error(error: BaseException) -> Message:
    """The message of an error; of an unexpected one where it arose, without its text, which may be of an article."""
    if isinstance(error, AudiobriefError):
        return error.message
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-6:]))
    return message(
        "An unexpected error occurred ({what}): please report it.", what=f"{type(error).__name__} {where}".strip()
    )
