"""`audiobrief feed`: writes the podcast feed of a folder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobrief.cli.console import Console, output_options
from audiobrief.cli.language import translate
from audiobrief.cli.localized_click import Argument, Command
from audiobrief.errors import DataError, EmptyArticleError, UnfinishedError
from audiobrief.lazy_regex import lazy_regex
from audiobrief.messages import counted, listed, message

if TYPE_CHECKING:
    from audiobrief.show import Show

# Apple Podcasts, "A Podcaster's Guide to RSS": names of files.
_PLAIN_NAME = lazy_regex(r"[A-Za-z0-9._-]+")
_FILE, _ENDINGS = "--file", (".xml", ".rss")


@click.command("feed", cls=Command)
@click.argument("folder", cls=Argument, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--url",
    help="Where the folder is published, such as https://example.org/podcast/. Default: as in show.toml, or as before.",
)
@click.option(_FILE, default="feed.xml", show_default=True, help="The feed's name in the folder.")
@click.option("--title", help="The podcast's title. Default: the folder's name.")
@click.option("--link", help="The podcast's web site. Default: --url.")
@click.option("--description", help="A description of the podcast. Default: its title.")
@click.option("--language", help="Its language, such as fr or fr-ca. Default: fr.")
@click.option("--image", help="The URL of its picture: JPEG or PNG, 1400 to 3000 pixels square.")
@click.option("--category", help="From Apple's list, such as 'News > Daily News'. Default: News.")
@click.option("--explicit/--not-explicit", default=None, help="The podcast has explicit content, or none.")
@click.option("--author", help="The author's name.")
@click.option("--owner", help="The owner's name.")
@click.option("--email", help="The owner's e-mail address; it is public.")
@click.option("--guid", help="The podcast:guid of a podcast that has moved. Default: by the feed's address.")
@click.option(
    "--show",
    type=click.Path(readable=False, path_type=Path),
    help="The file of the show. Default: show.toml in FOLDER, if there is one.",
)
@output_options
@click.pass_obj
def command(out: Console, /, folder: Path, file: str, show: Path | None, **given: Any) -> None:
    """Write an RSS feed of the MP3 programmes in FOLDER, with the chapters and transcripts beside them.

    What is not given is taken from show.toml, then from the feed that is replaced; its episodes keep their dates.

    \b
    Examples:
      audiobrief feed programmes --url https://example.org/podcast/ --title 'Le journal des Brumes'
      audiobrief feed programmes --url https://example.org/podcast/ --image https://example.org/cover.png \\
        --author 'La rédaction' --owner 'La rédaction' --email redaction@example.org
    """
    from audiobrief.cli.options import find_show
    from audiobrief.podcast.episodes import decode_name, find_episodes
    from audiobrief.podcast.former_feed import read_former_feed
    from audiobrief.podcast.rss import keep_dates, make_rss
    from audiobrief.podcast.show import make_channel
    from audiobrief.show import read_show
    from audiobrief.system.transaction import write_file

    if Path(file).name != file or Path(file).suffix.lower() not in _ENDINGS:
        raise DataError(
            "--file '{file}' is not a name for a feed: give one that ends in {endings}, without a folder.",
            file=file,
            endings=listed(_ENDINGS, " or "),
        )
    show = show or find_show(folder)
    described = read_show(show) if show else None
    former = read_former_feed(folder / file)
    values = _choose_values(given, described, former.values)
    if "base" not in values:
        raise click.UsageError(
            translate(
                message("Say where the folder is published: --url https://example.org/podcast/, or in show.toml.")
            )
        )
    about = make_channel(file=file, show=described, **{"title": decode_name(folder.resolve().name), **values})
    found, left = find_episodes(folder)
    found = keep_dates(about, found, former.dates)
    for one in left:
        out.warn(message("Left out: {file}: {reason}", file=one.file, reason=one.reason))
    for name in sorted(episode.file for episode in found if not _PLAIN_NAME.fullmatch(episode.file)):
        out.warn(
            message(
                "'{file}' has characters other than a to z, 0 to 9, '.', '-' and '_', which Apple asks for in file "
                "names: some players may not fetch it.",
                file=name,
            )
        )
    now = datetime.now(UTC)
    for episode in found:
        if episode.published > now:
            out.warn(
                message(
                    "'{file}' is dated {when} (UTC), in the future: players hide it until then.",
                    file=episode.file,
                    when=f"{episode.published:%Y-%m-%d %H:%M}",
                )
            )
    path, feed = folder / file, make_rss(about, found)
    if not found and _differs(path, feed):
        raise EmptyArticleError(
            "The folder '{folder}' holds no programme, and '{file}' stays as it was: check the folder, "
            "or remove the file.",
            folder=folder,
            file=path,
        )
    write_file(path, feed, _FILE)
    out.print_line(message("Feed: {path}", path=path))
    out.print_line(message("Address: {address}", address=about.address))
    out.print_line(message("Episodes: {count}", count=len(found)))
    out.result = {
        "path": str(path),
        "address": about.address,
        "episodes": len(found),
        "left_out": [{"file": str(one.file), "reason": translate(one.reason)} for one in left],
    }
    if left:
        raise UnfinishedError(
            "{files} left out of the feed: remove files that are no programmes, or make them again.",
            files=counted("{count} file", "{count} files", count=len(left)),
        )


def _choose_values(given: Mapping[str, Any], show: Show | None, former: Mapping[str, str]) -> dict[str, Any]:
    """The arguments of `make_channel` that are known: what was given, else what the show says, else the former feed."""
    values: dict[str, Any] = {}
    for name in ("title", "link", "description", "language", "image", "category", "author", "owner", "email", "guid"):
        said = getattr(show, name) if show else ""
        if chosen := given[name] if given[name] is not None else said or former.get(name, ""):
            values[name] = chosen
    if given["explicit"] is not None:
        values["explicit"] = given["explicit"]
    else:
        values["explicit"] = show.explicit if show else former.get("explicit") == "true"
    address = former.get("address", "")
    if base := given["url"] or (show.url if show else "") or address.rpartition("/")[0]:
        values["base"] = base
    return values


def _differs(path: Path, content: bytes) -> bool:
    """Whether `path` is a file with other content."""
    try:
        return path.read_bytes() != content
    except OSError:  # it is missing, or writing it will fail as well
        return False
