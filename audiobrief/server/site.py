"""What all parts of the server share: the folder, the database, the options, and the sounds that are growing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audiobrief.options import Options, change_options
from audiobrief.server.database import Database
from audiobrief.server.feeds import Feeds
from audiobrief.server.live import LiveSounds
from audiobrief.server.preferences import Preferences, Settings
from audiobrief.server.programmes import Programmes
from audiobrief.server.sessions import Sessions
from audiobrief.system.filesystem import is_file
from audiobrief.system.unfinished import remove_leftovers

UPLOADS, LIVE, PROGRAMMES = "uploads", "live", "programmes"
_DATABASE = "serve.sqlite3"


@dataclass(frozen=True, slots=True)
class Site:
    """A server's state. `data` is its folder, `options` those of the command line, `lexicon` the file that takes
    corrections."""

    data: Path
    options: Options
    lexicon: Path
    database: Database
    programmes: Programmes
    preferences: Preferences
    feeds: Feeds
    sessions: Sessions
    live: LiveSounds

    def choose_options(self, settings: Settings | None = None) -> Options:
        """The options of a programme that is made now. Raises OptionError."""
        options = (settings or self.preferences.load_settings()).apply(self.options)
        if self.lexicon not in (options.lexicon, options.own_lexicon) and is_file(self.lexicon):
            options = change_options(options, {"own_lexicon": self.lexicon})
        return options

    def close(self) -> None:
        """End what is being spoken, and close the database."""
        self.live.close()
        self.database.close()


def open_site(data: Path, options: Options, lexicon: Path) -> Site:
    """The state in the folder `data`, which is made. What a killed server left unfinished is removed or forgotten, so
    that it is made again. Raises TargetError."""
    from audiobrief.system.transaction import target_errors

    with target_errors(data, "--data"):
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in (UPLOADS, LIVE, PROGRAMMES):
            (data / name).mkdir(mode=0o700, exist_ok=True)
        for path in (data / LIVE).iterdir():
            path.unlink(missing_ok=True)
        remove_leftovers(data / UPLOADS)
    database = Database(data / _DATABASE)
    programmes, preferences = Programmes(database), Preferences(database)
    programmes.forget_running()
    return Site(
        data, options, lexicon, database, programmes, preferences, Feeds(database), Sessions(database, preferences),
        LiveSounds(data / LIVE),
    )  # fmt: skip
