"""The command line. Here is its entry, which loads next to nothing: Ctrl-C is heard from the first moment on."""

from __future__ import annotations

try:
    # What `signal` is made of. That itself brings enumerations, which take as long as all the rest before this line.
    import _signal as signal  # type: ignore[import-not-found]
except ImportError:
    import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any


def main(*arguments: Any, **options: Any) -> Any:
    """The command `audiobrief`: it ends the process, with the exit status that docs/exit-status.md documents."""
    early = _EarlyEnd()
    try:
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, early)
        from audiobrief.cli.streams import prepare_streams, report_signal
        from audiobrief.system.signals import exit_on_signals

        prepare_streams()
        with exit_on_signals(report_signal):
            from audiobrief.cli.commands import main as command

            return command(*arguments, **options)
    except BaseException:
        # Whatever became of it on the way, as an error of the module that was being loaded.
        if not early.came:
            raise
        from audiobrief.cli.streams import report_signal

        report_signal("SIGINT")
        raise SystemExit(128 + signal.SIGINT) from None
    finally:
        if signal.getsignal(signal.SIGINT) is early:
            # All is done and said; what Python does until the process has gone is not to be interrupted.
            signal.signal(signal.SIGINT, signal.SIG_IGN)


class _EarlyEnd:
    """What Ctrl-C does before there is anything to be put away."""

    came = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self.came = True
        signal.signal(number, signal.SIG_IGN)
        raise SystemExit(128 + number)
