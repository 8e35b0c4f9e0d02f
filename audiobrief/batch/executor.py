"""Who makes programmes: processes here, or machines elsewhere. Both take tasks as they come and lose none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from audiobrief.batch.task import Task, TaskFailure, TaskSuccess
from audiobrief.options import Options


class Executor(Protocol):
    def identity(self, options: Options) -> str:
        """The identity of the voice where the speaking will be done. Raises VoiceError, DataError, ClusterError."""
        ...

    def work(self, tasks: Iterable[Task]) -> Iterator[TaskSuccess | TaskFailure]:
        """One result for each task, in the order in which they are ready. Tasks are taken as there is room for them,
        so that neither all articles nor all programmes are in memory."""
        ...
