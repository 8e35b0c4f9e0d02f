"""For radio stations: Broadcast WAV with its chunks, and cue sheets."""
