"""Formats for radio stations: Broadcast WAV and cue sheets."""
