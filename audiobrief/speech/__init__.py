"""French text to what a newsreader says: `speak_text` for a sentence, `speak_script` for a programme."""

from audiobrief.speech.gloss import gloss_acronyms
from audiobrief.speech.normalize import join_spans, speak_line, speak_script, speak_text

__all__ = ["gloss_acronyms", "join_spans", "speak_line", "speak_script", "speak_text"]
