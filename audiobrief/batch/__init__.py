"""Many articles at once: a batch over processes or machines, and a hot folder."""
