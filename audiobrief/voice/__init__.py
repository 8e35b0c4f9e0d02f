"""Speech engines, voice profiles, the synthesis of a script, and the cache of spoken clips."""
