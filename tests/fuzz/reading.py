"""A coverage-guided fuzzer: any bytes become an article, a script and speech, or an error that audiobrief knows.

    pip install atheris
    python tests/fuzz/reading.py FOLDER -max_total_time=600

FOLDER/corpus is made from the tests at the first run and grows with each; FOLDER/finds has one input for each place
where something unforeseen was raised, or where reading took longer than its size allows, with the traceback beside it.
Further options are libFuzzer's. Not part of the tests: what it found is kept as cases in tests/hostile.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import sys
import time
import traceback
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["audiobrief"], enable_loader_override=False):
    from audiobrief.article import read_article
    from audiobrief.delivery.text.captions import make_captions
    from audiobrief.delivery.text.line_breaking import typeset_text
    from audiobrief.errors import AudiobriefError
    from audiobrief.model import Cue, Timeline
    from audiobrief.segmentation import announce, title_article, write_script
    from audiobrief.speech import gloss_acronyms, speak_script
    from audiobrief.speech.lexicon import load_builtin_lexicon

TESTS = Path(__file__).parents[1]
NAMES = ("a.txt", "a.md", "a.html", "a.other")
# Seconds of processor time for an article of 64 kB, and for an empty one.
SLOW, QUICK = 5.0, 0.5


class Fuzzer:
    def __init__(self, folder: Path) -> None:
        self._folder, self._finds = folder, folder / "finds"
        self._known: set[str] = set()
        self.corpus = folder / "corpus"
        self._finds.mkdir(parents=True, exist_ok=True)
        self.corpus.mkdir(exist_ok=True)
        self._words = load_builtin_lexicon()

    def seed(self) -> None:
        """Inputs made from the tests: the sentences of the cases, and what the tests of reading read."""
        if any(self.corpus.iterdir()):
            return
        texts = [path.read_text(encoding="utf-8") for path in sorted((TESTS.parent / "docs" / "examples").glob("*.md"))]
        for path in sorted((TESTS / "speech" / "cases").glob("*.tsv")):
            sentences = [line.split("\t")[0] for line in path.read_text(encoding="utf-8").splitlines()]
            texts += ["\n\n".join(sentences[at : at + 6]) for at in range(0, len(sentences), 6)]
        for path in sorted((TESTS / "article").glob("test_*.py")):
            texts += [part for part in path.read_text(encoding="utf-8").split('"""')[1::2] if len(part) > 80]
        from tests.hostile.corpus import ARTICLES

        raws = [article.made() for article in ARTICLES if article.size <= 16 << 10]
        for number, raw in enumerate([*(text.encode() for text in texts), *raws]):
            for form in range(len(NAMES)):
                if number % len(NAMES) == form or raw.lstrip()[:1] in (b"<", b"-", b"#"):
                    (self.corpus / hashlib.sha256(bytes([form]) + raw).hexdigest()[:16]).write_bytes(
                        bytes([form]) + raw
                    )

    def vocabulary(self) -> Path:
        """What the rules of speech look up, as a dictionary of libFuzzer's, to be put into inputs whole."""
        words = {*self._words.units, *self._words.currencies, *self._words.words["numbered"]}
        words |= {written for table in self._words.abbreviations.values() for written in table}
        path = self._folder / "dictionary"
        lines = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in sorted(words))
        path.write_text("".join(f'"{line}"\n' for line in lines), encoding="ascii")
        return path

    def warm_up(self) -> None:
        """Load what is loaded once, so that the first inputs are not called slow."""
        for name in NAMES:
            self._follow(name, "<p>Le pont de Lannévez a rouvert mardi.</p>".encode())

    def one(self, data: bytes) -> None:
        if not data:
            return
        begun = time.process_time()
        try:
            self._follow(NAMES[data[0] % len(NAMES)], data[1:])
        except AudiobriefError as error:
            if "\n" in str(error):
                self._keep(data, f"an error of several lines\n{error!r}")
        except Exception:
            self._keep(data, traceback.format_exc())
        took = time.process_time() - begun
        if took > QUICK + (SLOW - QUICK) * len(data) / (64 << 10):
            self._keep(data, f"slow in {len(data).bit_length()}\n{took:.1f} s for {len(data)} bytes")

    def _follow(self, name: str, raw: bytes) -> None:
        """The way as far as speech and captions, and what must be true of what comes out."""
        path = self._folder / name
        path.write_bytes(raw)
        article = title_article(read_article(io.BytesIO(raw) if name == "a.other" else path))
        script = speak_script(announce(write_script(article), title=True, contents=True, chapters=True), self._words)
        gloss_acronyms(script, self._words)
        assert script.chapters and any(chapter.utterances for chapter in script.chapters), "a script of nothing"
        for utterance in itertools.chain.from_iterable(chapter.utterances for chapter in script.chapters):
            at = 0
            for span in utterance.speech:
                assert at == span.start <= span.end, "speech does not cover its text"
                at = span.end
            assert at == len(utterance.text), "speech ends before its text"
            typeset_text(utterance.text)
        cues = tuple(
            Cue(number * 1000, number * 1000 + 900, utterance)
            for number, utterance in enumerate(
                utterance for chapter in script.chapters for utterance in chapter.utterances
            )
        )
        list(make_captions(Timeline(1000, len(cues) * 1000, cues, ())))

    def _keep(self, data: bytes, said: str) -> None:
        """The first input for each place in the code where something went wrong."""
        lines = [line for line in said.splitlines() if "audiobrief/" in line or "Error" in line] or [
            said.split("\n")[0]
        ]
        place = hashlib.sha256("".join(lines[-2:]).encode()).hexdigest()[:12]
        if place not in self._known:
            self._known.add(place)
            (self._finds / f"{place}.input").write_bytes(data)
            (self._finds / f"{place}.txt").write_text(said, encoding="utf-8", errors="replace")
            print(f"FOUND {place}: {said.strip().splitlines()[-1][:200]}", file=sys.stderr)


def main() -> None:
    sys.path.insert(0, str(TESTS.parent))
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        raise SystemExit(__doc__)
    folder = Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    fuzzer = Fuzzer(folder)
    fuzzer.seed()
    fuzzer.warm_up()
    options = [
        f"-dict={fuzzer.vocabulary()}",
        "-max_len=65536",
        "-timeout=30",
        "-rss_limit_mb=2048",
        f"-artifact_prefix={folder}/finds/",
    ]
    atheris.Setup([sys.argv[0], str(fuzzer.corpus), *options, *sys.argv[2:]], fuzzer.one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
