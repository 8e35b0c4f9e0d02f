"""What a podcast says of itself."""

import pytest

from audiobrief.errors import DataError
from audiobrief.podcast.show import load_categories, make_channel, make_guid

BASE = {"base": "https://example.org/p", "file": "feed.xml", "title": "Le journal"}

# The first two stand in the specification of podcast:guid.
GUIDS = [
    ("https://mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
    ("https://podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
    ("HTTP://podnews.net/rss//", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
]


@pytest.mark.parametrize(("address", "guid"), GUIDS)
def test_the_guid_of_a_podcast(address, guid):
    assert str(make_guid(address)) == guid


def test_what_is_not_said_is_filled_in():
    about = make_channel(**BASE)
    assert (about.base, about.link) == ("https://example.org/p/", "https://example.org/p/")
    assert about.address == "https://example.org/p/feed.xml"
    assert about.description == "Le journal"
    assert about.get_url("l’été 100 %.mp3") == "https://example.org/p/l%E2%80%99%C3%A9t%C3%A9%20100%20%25.mp3"
    assert about.guid == make_guid("example.org/p/feed.xml")


def test_a_podcast_that_moves_keeps_its_guid():
    assert str(make_channel(**BASE, guid=GUIDS[0][1]).guid) == GUIDS[0][1]


WRONG = [
    ({"base": "example.org/p"}, "--url 'example.org/p'"),
    ({"base": "https://example.org/p?x=1"}, "--url"),
    ({"base": "ftp://example.org/"}, "--url"),
    ({"base": "https://example.org/#x"}, "--url"),
    ({"base": "https:///p"}, "--url"),
    ({"base": "https://[::1/p"}, "--url"),
    ({"base": "https://example.org/a b"}, "--url"),
    ({"base": "https://example.org/<p>"}, "--url"),
    ({"base": "https://anne@example.org/p"}, "user's name"),
    ({"link": "https://anne:mot@example.org/"}, "user's name"),
    ({"link": "javascript:alert(1)"}, "--link"),
    ({"image": "cover.png"}, "--image"),
    ({"title": " "}, "--title"),
    ({"language": "français"}, "language tag"),
    ({"language": "fr-"}, "language tag"),
    ({"language": "f"}, "language tag"),
    ({"email": "redaction"}, "e-mail"),
    ({"email": "redaction@example"}, "e-mail"),
    ({"email": "a b@example.org"}, "e-mail"),
    ({"guid": "12"}, "UUID"),
    ({"category": "Newz"}, "did you mean 'News'"),
    ({"category": "News > Daily"}, "did you mean 'Daily News'"),
    ({"category": "Technology > Radio"}, "leave it out"),
    ({"category": "News > Xyzzy"}, "use one of Business News, Daily News"),
]


@pytest.mark.parametrize(("wrong", "named"), WRONG, ids=[str(wrong) for wrong, _ in WRONG])
def test_what_is_wrong_is_named(wrong, named):
    with pytest.raises(DataError, match=named):
        make_channel(**{**BASE, **wrong})


# What is taken of a podcast as it is given.
TAKEN = [
    ({"link": "https://example.org/?page=1#haut"}, "link", "https://example.org/?page=1#haut"),
    ({"image": "http://example.org/c.png?x"}, "image", "http://example.org/c.png?x"),
    ({"base": "http://example.org:8000/p/"}, "address", "http://example.org:8000/p/feed.xml"),
    ({"title": " Brèves "}, "title", "Brèves"),
    ({"title": " Brèves "}, "description", "Brèves"),
    ({"description": " Chaque jour. "}, "description", "Chaque jour."),
    ({"language": "zh-Hans-CN"}, "language", "zh-Hans-CN"),
    ({"category": "News >  Daily News"}, "subcategory", "Daily News"),
    ({"email": "a.b+c@mail.example.org"}, "email", "a.b+c@mail.example.org"),
]


@pytest.mark.parametrize(("given", "name", "taken"), TAKEN, ids=[f"{row[0]} {row[1]}" for row in TAKEN])
def test_what_is_given_is_taken(given, name, taken):
    assert getattr(make_channel(**{**BASE, **given}), name) == taken


def test_every_category_of_the_list_is_taken():
    for name, below in load_categories().items():
        assert make_channel(**BASE, category=name).subcategory == ""
        for subcategory in below:
            assert make_channel(**BASE, category=f"{name} > {subcategory}").subcategory == subcategory
