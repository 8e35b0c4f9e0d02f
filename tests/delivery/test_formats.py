"""The kinds of delivery, as data."""

import pytest

from audiobrief.delivery.formats import load_deliveries, load_delivery, make_sample_delivery
from audiobrief.errors import DataError

PROMISED = [
    ("podcast", ("mp3",), 44_100, 96, -19.0, -16.0),
    ("listening", ("mp3",), 44_100, 64, -19.0, -16.0),
    ("radio", ("wav", "mp3"), 48_000, 256, -23.0, -23.0),
]


@pytest.mark.parametrize(("name", "formats", "sample_rate", "bitrate", "loudness", "stereo"), PROMISED)
def test_what_each_promises(name, formats, sample_rate, bitrate, loudness, stereo):
    kind = load_deliveries()[name]
    assert (kind.name, kind.formats, kind.channels) == (name, formats, 1)
    assert (kind.sample_rate, kind.bitrate) == (sample_rate, bitrate)
    assert (kind.loudness, kind.loudness_stereo, kind.tolerance) == (loudness, stereo, 0.5)
    assert (kind.true_peak, kind.id3) == (-1.0, "2.3")


def test_every_key_has_the_type_that_it_is_read_with():
    assert list(load_deliveries()) == [name for name, *_ in PROMISED]
    for kind in load_deliveries().values():
        assert kind.description
        assert set(kind.formats) <= {"mp3", "wav"}
        assert set(kind.contents) <= {"title", "chapters", "lyrics", "cover", "bext", "cart"}
        assert all(isinstance(part, str) for part in kind.sidecars)
        assert isinstance(kind.spoken_title, bool) and isinstance(kind.spoken_contents, bool)
        assert kind.spoken_chapters in ("none", "headings", "numbered")
        assert 0.5 < kind.rate_factor < 2 and 0.5 < kind.pause_factor < 2


def test_a_sample_of_a_voice_is_a_podcast_s_sound_with_nothing_around_it():
    made, podcast = make_sample_delivery(), load_deliveries()["podcast"]
    assert (made.name, made.contents, made.sidecars) == ("sample", ("title",), ())
    assert (made.spoken_title, made.spoken_contents, made.spoken_chapters) == (False, False, "none")
    for name in ("formats", "sample_rate", "bitrate", "loudness", "true_peak", "rate_factor", "pause_factor", "id3"):
        assert getattr(made, name) == getattr(podcast, name)


def test_an_unknown_delivery_is_told_with_those_there_are():
    assert load_delivery("radio").name == "radio"
    with pytest.raises(DataError, match="There is no delivery 'tv': use one of podcast, listening, radio"):
        load_delivery("tv")
