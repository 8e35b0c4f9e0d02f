"""French text to what a newsreader says: `speak_text` for a sentence, `say_script` for a programme."""

from audiobrief.speech.gloss import glossed
from audiobrief.speech.normalize import line, say_script, speak_text, spoken_line

__all__ = ["glossed", "line", "say_script", "speak_text", "spoken_line"]
