"""Speech engines, one file each, with the models that they run."""
