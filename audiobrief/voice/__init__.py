"""Engines that speak, the profiles that choose among them, and the cache of what was spoken."""
