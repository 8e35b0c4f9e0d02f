"""The programme's sound in other formats than MP3 and Broadcast WAV, with its tags."""
