"""Who reads what, and what is heard of it."""

import pytest

from audiobrief.model import Article, Block
from audiobrief.segmentation import write_script
from audiobrief.speech import speak_script
from audiobrief.voice.cast import Cast, Reader, make_solo_cast, open_cast
from audiobrief.voice.engine import Manner
from audiobrief.voice.engines.espeak import EspeakEngine
from audiobrief.voice.profiles import PAUSES, Profile, VoiceOverride
from audiobrief.voice.synthesis import synthesize_script

NEWSREADER, WITNESS, ANNOUNCER = (Reader(EspeakEngine.open(voice), Manner()) for voice in ("fr", "fr+f3", "fr+m3"))
CAST = Cast(NEWSREADER, WITNESS, ANNOUNCER)
NAMES = {NEWSREADER: "text", WITNESS: "quotes", ANNOUNCER: "headings"}


def shared(text, kind="paragraph"):
    script = speak_script(write_script(Article("", (Block(kind, text),), title_guessed=True)))
    return [
        (NAMES[part.reader], "".join(span.text for span in part.speech).strip(" ,."))
        for chapter in script.chapters
        for utterance in chapter.utterances
        for part in CAST.assign_parts(utterance)
    ]


SHARED = [
    ("Il neige sur la ville.", [("text", "Il neige sur la ville")]),
    (
        "« La place était noire de monde », dit le maire.",
        [("quotes", "La place était noire de monde"), ("text", "dit le maire")],
    ),
    (
        "Le maire parle d’une « place noire de monde dès midi » et rit.",
        [("text", "Le maire parle d’une"), ("quotes", "place noire de monde dès midi"), ("text", "et rit")],
    ),
    ("Il craint une « place noire » demain.", [("text", "Il craint une place noire demain")]),
    (
        "« Je pars demain matin, très tôt. Je reviendrai un jour, peut-être », dit-elle.",
        [
            ("quotes", "Je pars demain matin, très tôt"),
            ("quotes", "Je reviendrai un jour, peut-être"),
            ("text", "dit-elle"),
        ],
    ),
    ("« Je pars. »", [("quotes", "Je pars")]),
    # All that is said, wherever its marks stand.
    ("« Je pars ».", [("quotes", "Je pars")]),
    ("« Je pars » ?!", [("quotes", "Je pars ?!")]),
    ("Ah, « non ».", [("text", "Ah, non")]),
    # A quotation within a quotation is no other speaker's.
    (
        "Il dit : « Le maire parle d’une “place noire de monde dès midi” et rit ».",
        [("text", "Il dit :"), ("quotes", "Le maire parle d’une place noire de monde dès midi et rit")],
    ),
]


@pytest.mark.parametrize(("text", "parts"), SHARED)
def test_quotations_of_some_length_are_another_s(text, parts):
    assert shared(text) == parts


def test_a_quoted_block_and_a_heading_have_their_readers():
    assert shared("Il neige.", "quotation") == [("quotes", "Il neige")]
    assert shared("Il neige", "heading") == [("headings", "Il neige")]


def test_every_word_is_said_by_somebody():
    text = "Le maire (« je n’ai rien dit à personne », « jamais rien de tel ») part le 21 mai."
    script = speak_script(write_script(Article("", (Block("paragraph", text),), title_guessed=True)))
    (utterance,) = script.chapters[0].utterances
    parts = CAST.assign_parts(utterance)
    assert [span for part in parts for span in part.speech] == list(utterance.speech)


def test_a_change_of_reader_is_heard():
    script = speak_script(write_script(Article("", (Block("paragraph", SHARED[1][0]),), title_guessed=True)))
    ((_, one),) = synthesize_script(script, make_solo_cast(NEWSREADER), None)
    ((_, two),) = synthesize_script(script, CAST, None)
    assert two.sample_rate == one.sample_rate and two.frames != one.frames


def test_a_profile_names_its_readers():
    profile = Profile(
        "x", "", "espeak", "fr", 160, quotes=VoiceOverride("espeak-rapide"), headings=VoiceOverride(rate=140, pitch=40)
    )
    assert open_cast(profile).quotes.manner.rate == 320  # its own profile's
    cast = open_cast(profile.with_rate(200))
    assert (cast.text.manner.rate, cast.quotes.manner.rate) == (200, 400)
    assert (cast.headings.manner.rate, cast.headings.manner.pitch) == (175, 40)
    assert open_cast(profile).with_rate(200).quotes.manner == cast.quotes.manner
    assert cast.headings.engine is cast.text.engine
    assert set(profile.pauses) == set(PAUSES)
