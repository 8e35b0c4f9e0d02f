"""Voice profiles: what may stand in them, at its limits, and what another pace makes of them."""

import pytest

from audiobrief.errors import DataError
from audiobrief.voice.cast import Cast, Reader
from audiobrief.voice.engine import Manner
from audiobrief.voice.profiles import PAUSES, Profile, VoiceOverride, read_profile

GOOD = 'description = "x"\nengine = "espeak"\nvoice = "fr"\nrate = 160\n'


def profile(tmp_path, text):
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    return read_profile(tmp_path / "x.toml")


def test_what_is_not_said_is_as_usual(tmp_path):
    assert profile(tmp_path, GOOD) == Profile("x", "x", "espeak", "fr", 160)
    made = profile(tmp_path, GOOD)
    assert (made.pitch, made.foreign, made.lead_in, made.lead_out, made.pace) == (50, "plain", 0.3, 0.6, 1.0)
    assert made.pauses == PAUSES and made.manner == Manner(160, 50, "plain")


def test_all_that_may_be_said(tmp_path):
    made = profile(
        tmp_path,
        GOOD + 'pitch = 40\nforeign = "switch"\nlead_in = 1\nlead_out = 2.5\nlexicon = "mots.toml"\nmodel = "m.onnx"\n'
        '[pauses]\nsentence = 0.7\nnone = 0\n[quotes]\nvoice = "gtts-fr"\nrate = 170\n[headings]\npitch = 0\n',
    )
    assert (made.pitch, made.foreign, made.lead_in, made.lead_out, made.model) == (40, "switch", 1, 2.5, "m.onnx")
    assert made.pauses == {**PAUSES, "sentence": 0.7, "none": 0}
    assert (made.quotes, made.headings) == (VoiceOverride("gtts-fr", 170), VoiceOverride(pitch=0))
    assert made.lexicon == tmp_path / "mots.toml" and made.named_files()[0] == made.lexicon
    assert [path.name for path in made.named_files()] == ["mots.toml", "m.onnx", "fr"]


# A key, values that it takes, values that it does not.
LIMITS = [
    ("rate", [80, 450], [79, 451, 160.0, "160", True]),
    ("pitch", [0, 100], [-1, 101, 50.5]),
    ("lead_in", [0, 30, 0.5], [-0.1, 30.1, "1", True, float("inf")]),
    ("lead_out", [0, 30], [31]),
    ("foreign", ["switch", "respell", "plain"], ["loud", 1]),
    ("pauses.sentence", [0, 30, 0.5], [-1, 30.5, "long"]),
    ("quotes.rate", [80, 450], [79, 451]),
    ("quotes.pitch", [0, 100], [101]),
    ("headings.voice", ["espeak-fr"], [3]),
    ("description", ["y"], [3]),
    ("model", ["y.onnx"], [3]),
]


def written(key, value):
    table, _, name = key.rpartition(".")
    said = f'"{value}"' if isinstance(value, str) else str(value).lower()
    lines = GOOD if key != "rate" else GOOD.replace("rate = 160\n", "")
    lines = lines.replace('description = "x"\n', "") if key == "description" else lines
    return f"{lines}{f'[{table}]' if table else ''}\n{name} = {said}\n"


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values, _ in LIMITS for value in values])
def test_a_value_that_is_taken(tmp_path, key, value):
    made = profile(tmp_path, written(key, value))
    table, _, name = key.rpartition(".")
    holder = getattr(made, table) if table else made
    assert (holder[name] if table == "pauses" else getattr(holder, name)) == value


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, _, values in LIMITS for value in values])
def test_a_value_that_is_not_taken_is_told_by_its_key(tmp_path, key, value):
    with pytest.raises(DataError, match=rf"x\.toml', key '{key}': must be .*, not "):
        profile(tmp_path, written(key, value))


@pytest.mark.parametrize("key", ["description", "engine", "voice", "rate"])
def test_what_is_needed_and_missing_is_told(tmp_path, key):
    lines = [line for line in GOOD.splitlines() if not line.startswith(key)]
    with pytest.raises(DataError, match=f"key '{key}': is missing"):
        profile(tmp_path, "\n".join(lines))


def test_what_is_unknown_is_told_with_what_is_known(tmp_path):
    with pytest.raises(DataError, match=r"key 'colour': is unknown; use description, engine, .*, pauses, quotes, head"):
        profile(tmp_path, GOOD + "colour = 3")
    with pytest.raises(DataError, match=r"key 'quotes\.colour': is unknown; use voice, rate, pitch"):
        profile(tmp_path, GOOD + "[quotes]\ncolour = 3")
    with pytest.raises(DataError, match="key 'pauses': must be a table with the keys none, phrase, sentence"):
        profile(tmp_path, GOOD + "pauses = 3")


def test_at_another_pace_all_who_read_are_quicker_in_proportion():
    own = Profile("x", "", "espeak", "fr", 160, quotes=VoiceOverride("y", 200), headings=VoiceOverride(pitch=30))
    quick = own.with_rate(240)
    assert (quick.rate, quick.pace) == (240, 1.5)
    assert (quick.quotes, quick.headings) == (VoiceOverride("y", 300), VoiceOverride(pitch=30))
    assert quick.with_rate(160).pace == pytest.approx(1.0)
    assert own.with_rate(160) == own


def test_pauses_longer_or_shorter():
    own = Profile("x", "", "espeak", "fr", 160)
    long = own.with_pauses(2.0)
    assert long.pauses == {kind: 2 * seconds for kind, seconds in PAUSES.items()}
    assert (long.lead_in, long.lead_out) == (0.6, 1.2)
    assert own.pauses == PAUSES


def test_a_cast_at_another_pace():
    readers = [Reader(None, Manner(rate=rate, pitch=7)) for rate in (160, 200, 120)]
    quick = Cast(*readers).with_rate(240)
    assert [reader.manner for reader in (quick.text, quick.quotes, quick.headings)] == [
        Manner(rate=rate, pitch=7) for rate in (240, 300, 180)
    ]
