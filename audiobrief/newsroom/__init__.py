"""Many articles at once: a batch over processes or machines, a hot folder, the podcast feed of a folder."""
