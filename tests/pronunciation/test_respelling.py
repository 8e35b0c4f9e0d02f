"""Phonemes as eSpeak NG takes them, and as a French spelling."""

import pytest

from audiobrief.pronunciation.espeak_library import transcribe_text
from audiobrief.pronunciation.respelling import respell_phonemes, write_mnemonics
from audiobrief.pronunciation.stress import place_stress

SPELLINGS = [
    ("lɔʁmo", "lormo"),
    ("naif", "naïfe"),
    ("kɛsjɔ̃", "quèssion"),
    ("mɔ̃taɲ", "montagne"),
    ("ɡistav", "guistave"),
    ("jɑ̃", "yant"),
    ("tʁavaj", "travaille"),
    ("", ""),
]


@pytest.mark.parametrize(("phonemes", "spelling"), SPELLINGS)
def test_phonemes_are_spelled_as_french(phonemes, spelling):
    assert respell_phonemes(phonemes) == spelling


READ_BACK = ["lɔʁmo", "mɔ̃taɲ", "ɡaʒyʁ", "ʃatopɔ̃", "kaʁkasɔn", "sɛ̃ʒɛʁmɛ̃", "pʁezidɑ̃", "vokje", "melɑ̃ʃɔ̃", "bʁysɛl"]


@pytest.mark.parametrize("phonemes", READ_BACK)
def test_espeak_reads_the_spelling_back(phonemes):
    assert transcribe_text(respell_phonemes(phonemes)).replace("ɔ", "o") == place_stress(phonemes).replace("ɔ", "o")


@pytest.mark.parametrize(
    ("phonemes", "mnemonics"),
    [("pʁezidˈɑ̃", "prezid'A~"), ("mɔ̃tˈaɲ", "mO~t'an^"), ("akˈaːm", "ak'a:m"), ("θˈa", ""), ("", "")],
)
def test_phonemes_are_written_as_espeak_takes_them(phonemes, mnemonics):
    assert write_mnemonics(phonemes) == mnemonics
