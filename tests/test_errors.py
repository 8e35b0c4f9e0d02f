"""Every error of audiobrief travels between processes whole: its class, its sentence in any language, its fields."""

import importlib
import inspect
import pickle
import pkgutil

import pytest

import audiobrief
from audiobrief.errors import AudiobriefError
from audiobrief.messages import message
from audiobrief.model import Clip

TEXT = "'{path}' cannot be read ({reason}): check the path."
FIELDS = {"path": "a.md", "reason": message("{count} letters are missing", count=3)}
# Those that take something else than a text and its fields.
OTHERS = {
    "InterruptedSpeechError": lambda kind: kind(TEXT, {4: Clip(b"\0\1", 24_000)}, **FIELDS),
    "_UnfitError": lambda kind: kind(6),
}


def kinds():
    """Every class of error, in whatever module it stands."""
    for module in pkgutil.walk_packages(audiobrief.__path__, "audiobrief."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

    def below(kind):
        yield kind
        for child in kind.__subclasses__():
            yield from below(child)

    return sorted(set(below(AudiobriefError)), key=lambda kind: kind.__qualname__)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_an_error_comes_out_of_a_pickle_as_it_went_in(kind, protocol):
    error = OTHERS[kind.__name__](kind) if kind.__name__ in OTHERS else kind(TEXT, **FIELDS)
    error.add_note("on the way")
    read = pickle.loads(pickle.dumps(error, protocol))
    assert type(read) is kind and str(read) == str(error)
    assert vars(read) == vars(error) and read.exit_status == error.exit_status
    assert read.message == error.message


def test_every_error_that_takes_something_else_is_in_the_table():
    plain = inspect.signature(AudiobriefError)
    assert {kind.__name__ for kind in kinds() if inspect.signature(kind) != plain} == OTHERS.keys()
