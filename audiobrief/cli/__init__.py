"""The command line. Its entry point imports almost nothing, so that Ctrl-C is handled from the start."""

from __future__ import annotations

try:
    # The C module behind `signal`, which itself imports enum; that takes as long as everything before this line.
    import _signal as signal  # type: ignore[import-not-found]
except ImportError:
    import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any


def main(*arguments: Any, **options: Any) -> Any:
    """Run the command `audiobrief` and end the process with an exit status of docs/exit-status.md."""
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
        # The SystemExit may have become another exception, such as an ImportError of the module being loaded.
        if not early.came:
            raise
        from audiobrief.cli.streams import report_signal

        report_signal("SIGINT")
        raise SystemExit(128 + signal.SIGINT) from None
    finally:
        if signal.getsignal(signal.SIGINT) is early:
            # The command is finished: the interpreter's own shutdown must not be interrupted.
            signal.signal(signal.SIGINT, signal.SIG_IGN)


class _EarlyEnd:
    """Handles Ctrl-C before there is anything to clean up."""

    came = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self.came = True
        signal.signal(number, signal.SIG_IGN)
        raise SystemExit(128 + number)
