"""Clips to a programme: pauses, timeline, loudness, encoding."""

from audiobrief.audio.programme import Recording, make_sound

__all__ = ["Recording", "make_sound"]
