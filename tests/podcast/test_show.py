"""What a podcast says of itself."""

import pytest

from audiobrief.errors import DataError
from audiobrief.podcast.show import categories, channel, podcast_guid

BASE = {"base": "https://example.org/p", "file": "feed.xml", "title": "Le journal"}

# The first two stand in the specification of podcast:guid.
GUIDS = [
    ("https://mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
    ("https://podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
    ("HTTP://podnews.net/rss//", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
]


@pytest.mark.parametrize(("address", "guid"), GUIDS)
def test_the_guid_of_a_podcast(address, guid):
    assert str(podcast_guid(address)) == guid


def test_what_is_not_said_is_filled_in():
    about = channel(**BASE)
    assert (about.base, about.link) == ("https://example.org/p/", "https://example.org/p/")
    assert about.address == "https://example.org/p/feed.xml"
    assert about.description == "Le journal"
    assert about.url("l’été 100 %.mp3") == "https://example.org/p/l%E2%80%99%C3%A9t%C3%A9%20100%20%25.mp3"
    assert about.guid == podcast_guid("example.org/p/feed.xml")


def test_a_podcast_that_moves_keeps_its_guid():
    assert str(channel(**BASE, guid=GUIDS[0][1]).guid) == GUIDS[0][1]


WRONG = [
    ({"base": "example.org/p"}, "--url 'example.org/p'"),
    ({"base": "https://example.org/p?x=1"}, "--url"),
    ({"base": "ftp://example.org/"}, "--url"),
    ({"link": "javascript:alert(1)"}, "--link"),
    ({"image": "cover.png"}, "--image"),
    ({"title": " "}, "--title"),
    ({"language": "français"}, "language tag"),
    ({"email": "redaction"}, "e-mail"),
    ({"guid": "12"}, "UUID"),
    ({"category": "Newz"}, "did you mean 'News'"),
    ({"category": "News > Daily"}, "did you mean 'Daily News'"),
    ({"category": "Technology > Radio"}, "leave it out"),
]


@pytest.mark.parametrize(("wrong", "named"), WRONG, ids=[str(wrong) for wrong, _ in WRONG])
def test_what_is_wrong_is_named(wrong, named):
    with pytest.raises(DataError, match=named):
        channel(**{**BASE, **wrong})


def test_every_category_of_the_list_is_taken():
    for name, below in categories().items():
        assert channel(**BASE, category=name).subcategory == ""
        for subcategory in below:
            assert channel(**BASE, category=f"{name} > {subcategory}").subcategory == subcategory
