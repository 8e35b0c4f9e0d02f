"""Environments of the processes that tests start."""

import os


def importing(folder):
    """The variable that has Python look into `folder` first, and then where it looked already: who tests a package in
    a place of its own would otherwise run the one that is installed."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH", "")]))}
