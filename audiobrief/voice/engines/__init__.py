"""Speech engines, one file each, beside what they stand on."""
