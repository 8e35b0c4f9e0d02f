"""Clips to a programme: pauses, timeline, loudness, encoding."""

from audiobrief.audio.programme import Recording, make_mp3

__all__ = ["Recording", "make_mp3"]
