"""Spoken words to phonemes: French by eSpeak NG and its corrections, foreign names by their nearest French sounds."""
