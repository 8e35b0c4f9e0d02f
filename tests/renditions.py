"""What an exporter writes for a programme of the test's own."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from audiobrief.delivery.disclosure import Disclosure
from audiobrief.delivery.exporter import Rendition, load_exporters
from audiobrief.delivery.formats import load_delivery
from audiobrief.model import Loudness

exporters = cache(load_exporters)


def export(name, article, script, timeline, sound_name="a.mp3", delivery="podcast"):
    """The bytes of the file that the exporter writes for the sound called `sound_name`, which is not there."""
    with TemporaryDirectory() as folder:
        rendition = Rendition(
            target=Path(folder, sound_name),
            mp3=Path(folder, "none.mp3"),
            master=None,
            article=article,
            script=script,
            timeline=timeline,
            loudness=Loudness(-19.0, -1.0),
            delivery=load_delivery(delivery),
            cover=None,
            voice="espeak-fr",
            disclosure=Disclosure("espeak-fr", "espeak", trained=False),
            produced=datetime(2026, 1, 1, tzinfo=UTC),
            version="9.9",
        )
        path = Path(folder, "exported")
        exporters()[name].write(rendition, path)
        return path.read_bytes()
