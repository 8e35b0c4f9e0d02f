"""`audiobrief feed`: writes the podcast feed of a folder."""

from __future__ import annotations

from pathlib import Path

import click

from audiobrief.cli.console import Console, output_options
from audiobrief.cli.language import translate
from audiobrief.cli.localized_click import Argument, Command
from audiobrief.errors import DataError, EmptyArticleError, UnfinishedError
from audiobrief.messages import counted, listed, message

_FILE, _ENDINGS = "--file", (".xml", ".rss")


@click.command("feed", cls=Command)
@click.argument("folder", cls=Argument, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--url", required=True, help="Where the folder is published, such as https://example.org/podcast/.")
@click.option(_FILE, default="feed.xml", show_default=True, help="The feed's name in the folder.")
@click.option("--title", help="The podcast's title. Default: the folder's name.")
@click.option("--link", default="", help="The podcast's web site. Default: --url.")
@click.option("--description", default="", help="A description of the podcast. Default: its title.")
@click.option("--language", default="fr", show_default=True, help="Its language, such as fr or fr-ca.")
@click.option("--image", default="", help="The URL of its picture: JPEG or PNG, 1400 to 3000 pixels square.")
@click.option("--category", default="News", show_default=True, help="From Apple's list, such as 'News > Daily News'.")
@click.option("--explicit", is_flag=True, help="The podcast has explicit content.")
@click.option("--author", default="", help="The author's name.")
@click.option("--owner", default="", help="The owner's name.")
@click.option("--email", default="", help="The owner's e-mail address; it is public.")
@click.option(
    "--guid", default="", help="The podcast:guid of a podcast that has moved. Default: by the feed's address."
)
@output_options
@click.pass_obj
def command(
    out: Console,
    folder: Path,
    url: str,
    file: str,
    title: str | None,
    link: str,
    description: str,
    language: str,
    image: str,
    category: str,
    explicit: bool,
    author: str,
    owner: str,
    email: str,
    guid: str,
) -> None:
    """Write an RSS feed of the MP3 programmes in FOLDER, with the chapters and transcripts beside them.

    \b
    Examples:
      audiobrief feed programmes --url https://example.org/podcast/ --title 'Le journal des Brumes'
      audiobrief feed programmes --url https://example.org/podcast/ --image https://example.org/cover.png \\
        --author 'La rédaction' --owner 'La rédaction' --email redaction@example.org
    """
    from audiobrief.podcast.episodes import decode_name, find_episodes
    from audiobrief.podcast.rss import make_rss
    from audiobrief.podcast.show import make_channel
    from audiobrief.system.transaction import write_file

    if Path(file).name != file or Path(file).suffix.lower() not in _ENDINGS:
        raise DataError(
            "--file '{file}' is not a name for a feed: give one that ends in {endings}, without a folder.",
            file=file,
            endings=listed(_ENDINGS, " or "),
        )
    about = make_channel(
        base=url, file=file, title=title or decode_name(folder.resolve().name), link=link, description=description,
        language=language, image=image, category=category, explicit=explicit, author=author, owner=owner,
        email=email, guid=guid,
    )  # fmt: skip
    found, left = find_episodes(folder)
    for one in left:
        out.warn(message("Left out: {file}: {reason}", file=one.file, reason=one.reason))
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


def _differs(path: Path, content: bytes) -> bool:
    """Whether `path` is a file with other content."""
    try:
        return path.read_bytes() != content
    except OSError:  # it is missing, or writing it will fail as well
        return False
