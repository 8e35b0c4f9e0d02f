"""From clips to a programme: pauses, timeline, loudness, encoding. No other package runs ffmpeg."""
