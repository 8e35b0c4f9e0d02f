"""Differences between operating systems, and file operations. No other package checks the operating system."""
