"""French text to what a newsreader says: `speak_text` for a sentence, `say_script` for a programme."""

from audiobrief.speech.say import say_script, speak_text, spoken_line

__all__ = ["say_script", "speak_text", "spoken_line"]
