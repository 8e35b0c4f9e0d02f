"""`audiobrief serve`: a local site for one's articles."""

from __future__ import annotations

import getpass
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobrief.cli import options
from audiobrief.cli.console import Console, output_options
from audiobrief.cli.defaults import get_user_lexicon_path
from audiobrief.cli.language import translate
from audiobrief.cli.localized_click import Command
from audiobrief.errors import OptionError
from audiobrief.messages import Message, message

if TYPE_CHECKING:
    from audiobrief.options import Options
    from audiobrief.server.site import Site


@click.command("serve", cls=Command)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; others than this machine's own "
              "address need a password.")  # fmt: skip
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="The port; 0 takes a free one."
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of articles and programmes. Default: one in your own data folder.",
)
@click.option(
    "--url", default="", help="The address at which your own proxy shows the site, as https://listen.example.org."
)
@click.option("--set-password", is_flag=True, help="Ask for a password, keep it, and end.")
@click.option(
    "--password-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file whose first line is the password, for services and containers.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    help="How many at once. Default: one per core for eSpeak voices; else 1, since natural voices use all cores.",
)
@click.option("--cluster", "address", metavar="ADDRESS", help="Make them on a Dask cluster, or on a local one: local.")
@options.take_options(
    "voice", "rate", "quotes_voice", "fallback", "chapters", "shortest_chapter", "acronyms", "tables", "captions",
    "notes", "follow_pages", "force_french", "lexicon", "own_lexicon", "notice", "notice_text", "allow_private",
    "cache_size",
)  # fmt: skip
@output_options
@click.pass_obj
def command(
    out: Console,
    /,
    host: str,
    port: int,
    data: Path | None,
    url: str,
    set_password: bool,
    password_file: Path | None,
    jobs: int | None,
    address: str | None,
    **given: Any,
) -> None:
    """Start a site on this machine where you add articles (a text, an address, a document, a feed), hear them while
    they are being made, and find them again. Ctrl-C ends it; what was not finished is made the next time.

    \b
    Examples:
      audiobrief serve
      audiobrief serve --voice espeak-fr --port 8080
      audiobrief serve --set-password
      audiobrief serve --host 0.0.0.0 --url https://listen.example.org
    """
    try:
        from audiobrief.server.running import (
            Place,
            check_public,
            demand_password,
            keep_password,
            lock_data,
            read_password,
            run_server,
        )
        from audiobrief.server.site import open_site
    except ImportError as error:
        raise OptionError("The site needs more: install it with \"pip install 'audiobrief[server]'\".") from error
    from audiobrief.pipeline import check_options
    from audiobrief.system.paths import NOWHERE, get_data_folder

    asked = options.build_options(given)
    check_options(asked)
    folder = data or get_data_folder() / "serve"
    if NOWHERE in folder.parents:
        raise OptionError("There is no home folder to keep programmes in: name a folder with --data.")
    place = Place(host, port, check_public(url) if url else "")
    with lock_data(folder):
        site = open_site(folder, asked, given["lexicon"] or given["own_lexicon"] or get_user_lexicon_path())
        try:
            if set_password:
                keep_password(site, _ask_password())
                out.print_line(message("The password was kept."))
                return
            if password_file:
                keep_password(site, read_password(password_file))
            guarded = demand_password(site, place)

            def open_executor() -> AbstractContextManager[Any]:
                return _open_executor(out, site, asked, jobs, address)

            def tell_start(where: str) -> None:
                out.print_line(message("Open {address} in a browser. Ctrl-C ends the site.", address=where))
                out.add_row({"address": where})
                sys.stdout.flush()

            run_server(site, place, open_executor, guarded=guarded, warn=out.warn, on_start=tell_start)
        finally:
            site.close()


def _open_executor(
    out: Console, site: Site, asked: Options, jobs: int | None, address: str | None
) -> AbstractContextManager[Any]:
    from audiobrief.batch.dask_executor import connect_cluster
    from audiobrief.batch.process_executor import ProcessExecutor, choose_jobs
    from audiobrief.server.children import NICENESS

    count = jobs or choose_jobs(site.choose_options())
    return connect_cluster(address, count) if address else ProcessExecutor(count, out.warn, niceness=NICENESS)


def _ask_password() -> str:
    """A password, typed twice at a terminal, or the first line of standard input. Raises OptionError."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass(_label(message("Password: ")))
    if first != getpass.getpass(_label(message("The same again: "))):
        raise OptionError("The two passwords differ: start again.")
    return first


def _label(what: Message) -> str:
    return translate(what)
