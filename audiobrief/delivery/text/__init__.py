"""Text formats: captions, chapters, the transcript, and the read-along page."""
