"""Clips to a programme: pauses, timeline, loudness, encoding. The only room that runs ffmpeg."""
