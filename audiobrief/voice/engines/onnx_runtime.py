"""onnxruntime for the neural voices: without telemetry, one thread a run, and with runs that can be stopped."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from audiobrief.model import Clip, Speech, TimedWord
from audiobrief.system.parallel import count_threads, map_all_in_order
from audiobrief.voice.engine import count_letters

if TYPE_CHECKING:
    from audiobrief.pronunciation.phonemes import PhonemeLine

ERROR, FATAL = 3, 4


@lru_cache(maxsize=1)
def load_onnxruntime() -> Any:
    """Import onnxruntime with its telemetry switched off. It must be imported nowhere else.

    Official builds (on Linux and macOS from 1.29 on) send what they run to Microsoft, with an identifier of the machine
    that they keep in the user's cache, unless this variable is set before they are imported.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    # For events in Windows's own tracing, and for a process that had imported it before.
    onnxruntime.disable_telemetry_events()
    return onnxruntime


def make_session_options(optimization: int, severity: int) -> Any:
    """Options for sessions of one thread a run; several threads may run a session at once and share its weights.

    `optimization` is a GraphOptimizationLevel; messages below `severity` are not written to standard error.
    """
    options = load_onnxruntime().SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = severity
    options.graph_optimization_level = load_onnxruntime().GraphOptimizationLevel(optimization)
    return options


def convert_to_pcm(samples: Any) -> bytes:
    """Mono 16-bit PCM from a model's samples between -1 and 1."""
    import numpy as np

    return np.clip(np.rint(np.asarray(samples).ravel() * 32767.0), -32768, 32767).astype("<i2").tobytes()


def time_words(clip: Clip, line: PhonemeLine, symbols: Sequence[int], ends: Any, *, ahead: float = 0) -> Clip:
    """The clip that a model made of `line`, with its words.

    `symbols` has the number of the model's symbol for each of the phonemes, and one more for the end; `ends` tells
    where each symbol ends, in units of which the whole clip has as many as the last says. A space between two words is
    counted with the second, whose first sound begins there; one after a mark is part of the pause. Symbols are heard
    `ahead` seconds before that.
    """
    unit = clip.frames / int(ends[-1])
    edges = [0, *(max(0, round(int(end) * unit - ahead * clip.sample_rate)) for end in ends)]
    words = (
        TimedWord(at.start, at.end, edges[symbols[_find_onset(line.text, at.first)]], edges[symbols[at.last]])
        for at in line.words
    )
    return replace(clip, words=tuple(words))


def _find_onset(phonemes: str, first: int) -> int:
    """Where the sound of the word at phoneme `first` begins: at the space before it, but not after a mark."""
    spaced = first > 1 and phonemes[first - 1] == " " and phonemes[first - 2].isalpha()
    return first - 1 if spaced else first


class RunGroup:
    """Runs of one session that can be stopped together. Pass `options` to each of them."""

    def __init__(self) -> None:
        self.options: Any = load_onnxruntime().RunOptions()
        # A stopped run would be reported on standard error.
        self.options.log_severity_level = FATAL

    def stop(self) -> None:
        """Make all runs fail at their next node."""
        self.options.terminate = True


def run_utterances(synthesize: Callable[[Speech, RunGroup], Clip], utterances: Sequence[Speech]) -> Iterator[Clip]:
    """Synthesize utterances in threads, one for each core, and yield their clips in order. At the end of the iteration,
    runs that are still going on are stopped. Raises what `synthesize` raises, for the first utterance that fails."""
    runs = RunGroup()
    yield from map_all_in_order(
        lambda speech: synthesize(speech, runs),
        utterances,
        workers=count_threads(),
        length=count_letters,
        abandon=runs.stop,
    )
