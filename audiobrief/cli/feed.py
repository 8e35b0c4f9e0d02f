"""`audiobrief feed`: the podcast feed of a folder."""

from __future__ import annotations

from pathlib import Path

import click

from audiobrief.cli.show import counted, say
from audiobrief.errors import DataError, UnfinishedError


@click.command("feed")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--url", required=True, help="Where the folder is published, as https://example.org/podcast/.")
@click.option("--file", default="feed.xml", show_default=True, help="The feed's name in the folder.")
@click.option("--title", help="The podcast's title. Default: the folder's name.")
@click.option("--link", default="", help="The podcast's web site. Default: --url.")
@click.option("--description", default="", help="What the podcast is. Default: its title.")
@click.option("--language", default="fr", show_default=True, help="Its language, as fr or fr-ca.")
@click.option("--image", default="", help="The URL of its picture: JPEG or PNG, 1400 to 3000 pixels square.")
@click.option("--category", default="News", show_default=True, help="Of Apple's list, as 'News > Daily News'.")
@click.option("--explicit", is_flag=True, help="It holds what is not for children.")
@click.option("--author", default="", help="Who makes it.")
@click.option("--owner", default="", help="The name of who answers for it.")
@click.option("--email", default="", help="The owner's e-mail address; it is public.")
@click.option(
    "--guid", default="", help="The podcast:guid of a podcast that has moved. Default: by the feed's address."
)
def command(
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
    """Write an RSS feed of the MP3 programmes in FOLDER, with the chapters and transcripts that stand beside them.

    \b
    audiobrief feed programmes --url https://example.org/podcast/ --title 'Le journal des Brumes'
    audiobrief feed programmes --url https://example.org/podcast/ --image https://example.org/cover.png \\
        --author 'La rédaction' --owner 'La rédaction' --email redaction@example.org
    """
    from audiobrief.newsroom.channel import channel
    from audiobrief.newsroom.episodes import episodes
    from audiobrief.newsroom.podcast import rss
    from audiobrief.newsroom.writing import write

    if Path(file).name != file:
        raise DataError(f"--file '{file}' is no file's name: the feed lies in the folder itself.")
    about = channel(
        base=url, file=file, title=title or folder.resolve().name, link=link, description=description,
        language=language, image=image, category=category, explicit=explicit, author=author, owner=owner,
        email=email, guid=guid,
    )  # fmt: skip
    found, left = episodes(folder)
    write(folder / file, rss(about, found))
    say(f"Feed: {folder / file}")
    say(f"Address: {about.address}")
    say(f"Episodes: {len(found)}")
    for out in left:
        say(f"Left out: {out.file}: {out.reason}", err=True)
    if left:
        raise UnfinishedError(
            f"{counted(len(left), 'file')} left out of the feed: remove what is no programme, or make it again."
        )
