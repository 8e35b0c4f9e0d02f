"""Transcribing words to phonemes: French by eSpeak NG, with corrections; foreign names by the nearest French sounds."""
