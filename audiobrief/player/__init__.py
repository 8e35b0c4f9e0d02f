"""Hearing an article at once: clips spoken ahead, the place where one is, the sound card, the keys."""
