"""audiobrief's voice alone: an article said without cache, its sound printed clip by clip as each is handed on.

python benchmarks/voice_path.py VOICE ARTICLE > sound        16-bit samples; on standard error, their seconds
"""

from __future__ import annotations

import sys

from audiobrief import pipeline
from audiobrief.voice import cast as casting
from audiobrief.voice import profiles
from audiobrief.voice import synthesis as speaking


def main() -> None:
    voice, article = sys.argv[1:]
    script = pipeline.script(article, voice=voice)
    seconds = 0.0
    for _, clip in speaking.synthesize_script(script, casting.open_cast(profiles.load_profile(voice)), None):
        sys.stdout.buffer.write(clip.pcm)
        sys.stdout.buffer.flush()
        seconds += clip.frames / clip.sample_rate
    print(seconds, file=sys.stderr)


if __name__ == "__main__":
    main()
