"""A folder of programmes is made by the commands that the tests of `batch` use."""

from tests.batch.conftest import desk, run, served, start

__all__ = ["desk", "run", "served", "start"]
