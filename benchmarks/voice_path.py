"""audiobrief's voice alone: an article said without cache, its sound printed clip by clip as each is handed on.

python benchmarks/voice_path.py VOICE ARTICLE > sound        16-bit samples at the rate of the voice
"""

from __future__ import annotations

import sys

from audiobrief import brief
from audiobrief.voice import casting, profiles, speaking


def main() -> None:
    voice, article = sys.argv[1:]
    script = brief.write_script(article, brief.Wishes(voice=voice))
    for _, clip in speaking.speak(script, casting.opened(profiles.load(voice)), None):
        sys.stdout.buffer.write(clip.pcm)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
