"""The kinds of delivery, as data."""

import pytest

from audiobrief.delivery.profiles import deliveries, delivery, sample
from audiobrief.errors import DataError

PROMISED = [
    ("podcast", ("mp3",), 44_100, 96, -19.0, -16.0),
    ("listening", ("mp3",), 44_100, 64, -19.0, -16.0),
    ("radio", ("wav", "mp3"), 48_000, 256, -23.0, -23.0),
]


@pytest.mark.parametrize(("name", "formats", "sample_rate", "bitrate", "loudness", "stereo"), PROMISED)
def test_what_each_promises(name, formats, sample_rate, bitrate, loudness, stereo):
    delivery = deliveries()[name]
    assert (delivery.name, delivery.formats, delivery.channels) == (name, formats, 1)
    assert (delivery.sample_rate, delivery.bitrate) == (sample_rate, bitrate)
    assert (delivery.loudness, delivery.loudness_stereo, delivery.tolerance) == (loudness, stereo, 0.5)
    assert (delivery.true_peak, delivery.id3) == (-1.0, "2.3")


def test_every_key_has_the_type_that_it_is_read_with():
    assert list(deliveries()) == [name for name, *_ in PROMISED]
    for delivery in deliveries().values():
        assert delivery.description
        assert set(delivery.formats) <= {"mp3", "wav"}
        assert set(delivery.holds) <= {"title", "chapters", "lyrics", "cover", "bext", "cart"}
        assert all(isinstance(part, str) for part in delivery.sidecars)
        assert isinstance(delivery.spoken_title, bool) and isinstance(delivery.spoken_contents, bool)
        assert delivery.spoken_chapters in ("none", "headings", "numbered")
        assert 0.5 < delivery.rate_factor < 2 and 0.5 < delivery.pause_factor < 2


def test_a_sample_of_a_voice_is_a_podcast_s_sound_with_nothing_around_it():
    made, podcast = sample(), deliveries()["podcast"]
    assert (made.name, made.holds, made.sidecars) == ("sample", ("title",), ())
    assert (made.spoken_title, made.spoken_contents, made.spoken_chapters) == (False, False, "none")
    for name in ("formats", "sample_rate", "bitrate", "loudness", "true_peak", "rate_factor", "pause_factor", "id3"):
        assert getattr(made, name) == getattr(podcast, name)


def test_an_unknown_delivery_is_told_with_those_there_are():
    assert delivery("radio").name == "radio"
    with pytest.raises(DataError, match="There is no delivery 'tv': use one of podcast, listening, radio"):
        delivery("tv")
