"""Mutation testing: small faults are put into the code, one at a time, and the tests that touch the line must notice.

    python tools/mutate.py ROOM... [--mutants 60] [--seed 1]

The faults are cosmic-ray's. What is here makes trying them cheap: a room's tests are collected once, and each is run
once under coverage.py to learn which lines it touches, in the processes that it starts too. For every fault, a fork of
that process runs the tests that touch its line, the quickest first. A fault inside a function is put into the functions
that are already loaded; one in what runs at import, a table or a regular expression, has its tests collected anew. All
this happens in a copy of the tree, into which the fault is written as well, for the processes that tests start.

Results go to `.mutation/ROOM.jsonl`: what was caught is not tried again, what survived is. They are printed as a table.
Which tests belong to a room, and which lines are left alone, stands under `[tool.mutate]` in `pyproject.toml`.
"""

import argparse
import ast
import gc
import hashlib
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from functools import cache
from inspect import CO_OPTIMIZED
from itertools import islice, zip_longest
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import coverage
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "audiobrief"
# The variable that tells a process that a test starts which test that is: the context of what it covers.
TEST = "MUTATE_TEST"
PYTEST = ["-p", "no:randomly", "-p", "no:cacheprovider", "-n", "0", "--hypothesis-seed=0", "-q", "--tb=line"]


@dataclass(frozen=True)
class Settings:
    """`[tool.mutate]`: modules of rooms that are no folder, where each room's tests are, operators that are not used,
    lines that are left alone."""

    modules: dict[str, list[str]]
    tests: dict[str, list[str]]
    operators_left_out: list[str]
    lines_left_alone: list[str]
    patience: float
    """At most so many seconds of tests (as measured without a fault) are run for one fault."""


@dataclass(frozen=True)
class Mutant:
    """One fault: the `occurrence`th place in `module` where cosmic-ray's `operator` applies."""

    module: str
    operator: str
    occurrence: int
    line: int
    last_line: int

    @property
    def name(self) -> str:
        return f"{self.module}:{self.line} {self.operator} {self.occurrence}"


@dataclass(frozen=True)
class Result:
    """What became of a mutant: caught, timeout (caught as well) or survived; `before` and `after` are its line."""

    mutant: str
    outcome: str
    before: str
    after: str
    tests: int
    seconds: float


@dataclass(frozen=True)
class Touched:
    """What was measured: the seconds of each test that passes, and which tests touch each line of each module."""

    seconds: dict[str, float]
    lines: dict[str, dict[int, set[str]]]

    def is_touched(self, mutant: Mutant) -> bool:
        """Whether a test runs the mutant's lines, and not only what imports them."""
        lines = self.lines.get(mutant.module, {})
        return any(lines.get(line) for line in range(mutant.line, mutant.last_line + 1))

    def tests_of(self, mutant: Mutant, patience: float, *, at_import: bool = False) -> list[str]:
        """The tests to run, quickest first: those that touch the mutant's lines, then those that touch its module (a
        line that is run once and kept is touched by the first only), or all where none does; so many as take
        `patience` seconds. What runs `at_import` is touched by those alone that start a process: there, those that
        touch the module are one group."""
        lines = self.lines.get(mutant.module, {})
        near = set().union(*lines.values())
        nearest = set().union(*(lines.get(line, set()) for line in range(mutant.line, mutant.last_line + 1)))
        nearest = near if at_import else nearest
        chosen: list[str] = []
        left = patience
        for group in (nearest, near - nearest, set() if near else set(self.seconds)):
            for test in sorted(group & self.seconds.keys(), key=lambda test: (self.seconds[test], test)):
                left -= self.seconds[test]
                if left < 0 and chosen:
                    return chosen
                chosen.append(test)
        return chosen


# --- which faults


def read_settings(path: Path) -> Settings:
    table = tomllib.loads(path.read_text(encoding="utf-8"))["tool"]["mutate"]
    return Settings(
        table["modules"],
        table["tests"],
        table["operators-left-out"],
        table["lines-left-alone"],
        float(table["patience-seconds"]),
    )


def find_mutants(module: str, source: str, settings: Settings) -> list[Mutant]:
    """Every fault that can be put into a module, but for those in annotations and on lines that are left alone."""
    # Here, since the tests of this tool run where cosmic-ray is not installed.
    from cosmic_ray.ast import ast_nodes, get_ast

    left_alone = _lines_left_alone(source, settings.lines_left_alone)
    annotations = _annotations(source)
    tree = get_ast(source)
    nodes = list(ast_nodes(tree))
    found = []
    for operator, made in _operators():
        if made.arguments() or any(re.search(pattern, operator) for pattern in settings.operators_left_out):
            continue
        places = (place for node in nodes for place in made().mutation_positions(node))
        for occurrence, (start, end) in enumerate(places):
            if start[0] in left_alone or any(first <= start and end <= last for first, last in annotations):
                continue
            found.append(Mutant(module, operator, occurrence, start[0], end[0]))
    return found


def sample_mutants(mutants: Sequence[Mutant], how_many: int, seed: int, sources: Mapping[str, str]) -> Iterator[Mutant]:
    """A random choice, even over places rather than over faults: `+` can become eleven other operators, a `not` one.
    What is no Python is passed over, such as a `not` before `:=`, and what cosmic-ray cannot write."""
    chance = random.Random(seed)
    places: dict[tuple[str, str, int, int], list[Mutant]] = {}
    for mutant in mutants:
        kind = mutant.operator.rsplit("_", 1)[0]
        places.setdefault((mutant.module, kind, mutant.occurrence, mutant.line), []).append(mutant)
    rounds = [chance.sample(of_place, len(of_place)) for of_place in chance.sample(list(places.values()), len(places))]
    by_round = (mutant for one_each in zip_longest(*rounds) for mutant in one_each if mutant is not None)
    return islice((mutant for mutant in by_round if _can_be_put_in(mutant, sources[mutant.module])), how_many)


def _can_be_put_in(mutant: Mutant, source: str) -> bool:
    try:
        compile(mutated(mutant, source), "", "exec")
    # cosmic-ray puts another exception only for one whose name has no dot.
    except (SyntaxError, AttributeError):
        return False
    return True


@cache
def _operators() -> list[tuple[str, Any]]:
    from cosmic_ray.operators.provider import OperatorProvider

    provider = OperatorProvider()
    return [(name, provider[name]) for name in provider]


def _lines_left_alone(source: str, patterns: Iterable[str]) -> set[int]:
    joined = re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")
    return {number for number, line in enumerate(source.split("\n"), 1) if joined.search(line)}


def _annotations(source: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """From where to where annotations stand: a fault there says nothing of what the program does."""
    nodes = (
        part
        for node in ast.walk(ast.parse(source))
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if isinstance(part, ast.expr)
    )
    return [
        ((node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0)) for node in nodes
    ]


# --- a fault in what is loaded


def runs_at_import(before: CodeType, after: CodeType) -> bool:
    """Whether two versions of a module differ in what runs when it is imported: its body, a class's, a default."""
    return not before.co_flags & CO_OPTIMIZED and (
        _own(before) != _own(after)
        or any(runs_at_import(*pair) for pair in zip(_nested(before), _nested(after), strict=True))
    )


def put_into_functions(path: str, before: CodeType, after: CodeType) -> int:
    """Give every loaded function of the file at `path` its code in the new version, and forget what was kept by
    `functools.cache`; returns how many functions changed."""
    new = {code: new for code, new in _pairs(before, after) if _own(code) != _own(new) or _nested(code)}
    changed = 0
    for thing in gc.get_objects():
        # Not isinstance: it asks weak proxies what they stand for, which may be gone.
        if type(thing) is FunctionType and thing.__code__.co_filename == path and thing.__code__ in new:
            thing.__code__ = new[thing.__code__]
            changed += 1
        elif type(thing).__name__ == "_lru_cache_wrapper" and str(thing.__module__).startswith(PACKAGE):
            thing.cache_clear()
    return changed


def _own(code: CodeType) -> tuple[object, ...]:
    constants = tuple((type(c), c) for c in code.co_consts if not isinstance(c, CodeType))
    return (code.co_code, repr(constants), code.co_names, code.co_exceptiontable, len(_nested(code)))


def _nested(code: CodeType) -> list[CodeType]:
    return [constant for constant in code.co_consts if isinstance(constant, CodeType)]


def _pairs(before: CodeType, after: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    yield before, after
    for one, other in zip(_nested(before), _nested(after), strict=True):
        yield from _pairs(one, other)


# --- running tests in forks


def _processor_seconds() -> float:
    """Of this process and those that it waited for: how long a test waits depends on what else the machine does."""
    return sum(os.times()[:4])


@dataclass(frozen=True)
class _Place:
    """The copy of the tree in which a room is tried, and where its results go."""

    tree: Path
    room: str
    paths: list[str]
    settings: Settings
    kept: Path

    @property
    def log(self) -> Path:
        return self.kept.with_suffix(".log")


def run_forked(what: Callable[[], int], place: _Place, limit: float) -> int | None:
    """Exit status of `what` in a fork of this process, None where it took more than `limit` seconds of processor, or
    eight times that altogether. What it started ends with it."""
    pid = os.fork()
    if pid == 0:
        status = 3
        try:
            os.setsid()
            output = os.open(place.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(output, 1)
            os.dup2(output, 2)
            ceiling = int(time.process_time() + limit) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (ceiling, ceiling + 1))
            status = what()
        except BaseException as error:
            os.write(2, repr(error).encode())
        finally:
            os._exit(status)
    until = time.monotonic() + 8 * limit
    ended, status = 0, 0
    while not ended and time.monotonic() < until:
        ended, status = os.waitpid(pid, os.WNOHANG)
        time.sleep(0 if ended else 0.02)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    if not ended:
        os.waitpid(pid, 0)
        return None
    code = os.waitstatus_to_exitcode(status)
    return None if code in (-signal.SIGXCPU, -signal.SIGKILL) else code


def run_tests(session: pytest.Session, tests: Sequence[str]) -> int:
    """Run these tests of a collected session, in this order, up to the first that fails: 1 if one does."""
    by_name = {item.nodeid: item for item in session.items}
    session.items = [by_name[test] for test in tests if test in by_name]
    session.config.option.maxfail = 1
    with suppress(session.Failed, session.Interrupted):
        session.config.hook.pytest_runtestloop(session=session)
    return int(session.testsfailed > 0 or not session.items)


class _Chosen:
    """A plugin: only these tests, in this order."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._order = {test: number for number, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((i for i in items if i.nodeid in self._order), key=lambda item: self._order[item.nodeid])


class _Measuring:
    """A plugin: which lines each test touches, and how long it takes."""

    def __init__(self, tree: Path, data: Path) -> None:
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()
        self._test = ""
        configuration = data.with_suffix(".rc")
        configuration.write_text(
            f"[run]\nparallel = true\ndata_file = {data}\nsource = {tree / PACKAGE}\ncontext = ${{{TEST}-}}\n"
        )
        os.environ["COVERAGE_PROCESS_START"] = str(configuration)
        self.measured = coverage.Coverage(config_file=str(configuration), context="")
        self._data = data

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._test = item.nodeid
        self._switch(item.nodeid)
        began = _processor_seconds()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = _processor_seconds() - began

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
        # What is made once serves every test that asks for it, not only the first.
        if fixturedef.scope != "function":
            self._switch(f"fixture {fixturedef.argname}")
        try:
            return (yield)
        finally:
            self._switch(self._test)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.outcome != "passed":
            self.failed.add(report.nodeid)

    def _switch(self, context: str) -> None:
        os.environ[TEST] = context
        self.measured.switch_context(context)

    def lines(self, items: Iterable[pytest.Item]) -> Iterator[tuple[str, int, list[str]]]:
        asked: dict[str, set[str]] = {}
        for item in items:
            for fixture in getattr(item, "fixturenames", ()):
                asked.setdefault(f"fixture {fixture}", set()).add(item.nodeid)
        combined = coverage.CoverageData(str(self._data) + ".all")
        for part in self._data.parent.glob(self._data.name + ".*"):
            if part.suffix not in (".rc", ".all"):
                with suppress(coverage.exceptions.CoverageException):
                    one = coverage.CoverageData(str(part))
                    one.read()
                    combined.update(one)
        for file in combined.measured_files():
            for line, contexts in combined.contexts_by_lineno(file).items():
                tests = set().union(*(asked.get(context, {context}) for context in contexts if context))
                if tests:
                    yield file, line, sorted(tests)


class _Session:
    """A plugin: instead of running a collected room's tests, measure them, then try the mutants inside functions."""

    def __init__(self, place: _Place, mutants: Sequence[Mutant], touched: Path) -> None:
        self.place, self.mutants, self.touched = place, mutants, touched

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        config = session.config.pluginmanager
        config.unregister(self)
        if not self.touched.exists():
            code = run_forked(lambda: self._measure(session), self.place, 20_000)
            if code != 0:
                raise SystemExit(f"The tests of {self.place.room} cannot be measured: {self.place.log}")
        touched = read_touched(self.touched, self.place.tree)
        for mutant in filter(touched.is_touched, self.mutants):
            try_mutant(mutant, self.place, touched, lambda m, tests: self._run(session, m, tests))
        return True

    def _measure(self, session: pytest.Session) -> int:
        with tempfile.TemporaryDirectory() as folder:
            measuring = _Measuring(self.place.tree, Path(folder) / "data")
            session.config.pluginmanager.register(measuring)
            measuring.measured.start()
            with suppress(session.Failed, session.Interrupted):
                session.config.hook.pytest_runtestloop(session=session)
            measuring.measured.stop()
            measuring.measured.save()
            passed = {test: took for test, took in measuring.seconds.items() if test not in measuring.failed}
            lines = [[file, line, tests] for file, line, tests in measuring.lines(session.items)]
        loaded = sorted(name for name in sys.modules if not name.startswith((PACKAGE, "tests", "conftest", "_")))
        kept = {"seconds": passed, "failed": sorted(measuring.failed), "lines": lines, "loaded": loaded}
        self.touched.write_text(json.dumps(kept))
        return 0

    def _run(self, session: pytest.Session, mutant: Mutant, tests: Sequence[str]) -> int:
        file = self.place.tree / mutant.module
        before = (ROOT / mutant.module).read_text(encoding="utf-8")
        after = file.read_text(encoding="utf-8")
        put_into_functions(str(file), compile(before, str(file), "exec"), compile(after, str(file), "exec"))
        return run_tests(session, tests)


def read_touched(path: Path, tree: Path) -> Touched:
    kept = json.loads(path.read_text())
    lines: dict[str, dict[int, set[str]]] = {}
    for file, line, tests in kept["lines"]:
        module = PACKAGE + file.rpartition(f"/{PACKAGE}")[2] if f"/{PACKAGE}/" in file else file
        module = str(Path(file).relative_to(tree)) if file.startswith(str(tree)) else module
        lines.setdefault(module, {})[line] = set(tests)
    return Touched(kept["seconds"], lines)


def run_anew(place: _Place, tests: Sequence[str]) -> int:
    """Collect and run these tests in this process, which has loaded nothing of the package yet."""
    files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
    return int(pytest.main([*PYTEST, "-x", f"--rootdir={place.tree}", *files], plugins=[_Chosen(tests)]) != 0)


def try_mutant(
    mutant: Mutant,
    place: _Place,
    touched: Touched,
    run: Callable[[Mutant, Sequence[str]], int],
    *,
    at_import: bool = False,
) -> None:
    """Write the mutant, run its tests, write its result down, and put the file right again."""
    file = place.tree / mutant.module
    before = (ROOT / mutant.module).read_text(encoding="utf-8")
    after = mutated(mutant, before)
    tests = touched.tests_of(mutant, place.settings.patience, at_import=at_import)
    began = time.monotonic()
    if tests:
        file.write_text(after, encoding="utf-8")
        usual = sum(touched.seconds[test] for test in tests)
        code = run_forked(lambda: run(mutant, tests), place, 3 * usual + 10)
        file.write_text(before, encoding="utf-8")
        outcome = {0: "survived", None: "timeout"}.get(code, "caught")
    else:
        outcome = "survived"
    old, new = _changed_lines(before, after)
    result = Result(mutant.name, outcome, old, new, len(tests), round(time.monotonic() - began, 2))
    with place.kept.open("a", encoding="utf-8") as kept:
        kept.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")
    print(f"{place.room}: {outcome:8} {mutant.name}", flush=True)


def mutated(mutant: Mutant, source: str) -> str:
    """The module's source with the fault in it."""
    from cosmic_ray.mutating import mutate_code

    after = mutate_code(source, dict(_operators())[mutant.operator](), mutant.occurrence)
    if after is None:
        raise LookupError(mutant.name)
    return str(after)


def _changed_lines(before: str, after: str) -> tuple[str, str]:
    old, new = before.split("\n"), after.split("\n")
    if len(old) != len(new):
        first = next(number for number, (one, other) in enumerate(zip_longest(old, new)) if one != other)
        # With a decorator go the blank lines before it.
        return next((line.strip() for line in old[first:] if line.strip()), ""), "(taken out)"
    pairs = [(one.strip(), other.strip()) for one, other in zip(old, new, strict=True) if one != other]
    return pairs[0] if pairs else ("", "")


# --- a room


@contextmanager
def copied_tree(room: str) -> Iterator[Path]:
    """A copy of what git knows, which is what Python imports while it lasts."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    with tempfile.TemporaryDirectory(prefix=f"mutate-{room.replace('/', '-')}-") as folder:
        tree = Path(folder).resolve() / "tree"
        for name in filter(None, listed.stdout.decode().split("\0")):
            if (ROOT / name).is_file():
                (tree / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, tree / name)
        (Path(folder) / "temporary").mkdir()
        os.environ.update(
            PYTHONPATH=str(tree), PYTHONDONTWRITEBYTECODE="always", TMPDIR=str(Path(folder) / "temporary")
        )
        tempfile.tempdir = None
        sys.dont_write_bytecode = True
        sys.path.insert(0, str(tree))
        os.chdir(tree)
        try:
            yield tree
        finally:
            os.chdir(ROOT)
            sys.path.remove(str(tree))


def try_room(room: str, how_many: int, seed: int, settings: Settings) -> None:
    """Try a room's sample, but for what its results already say."""
    kept = find_results(room)
    kept.parent.mkdir(exist_ok=True)
    places = [ROOT / PACKAGE / name for name in settings.modules.get(room, [room])]
    paths = {path for place in places for path in (place.rglob("*.py") if place.is_dir() else [place])}
    modules = sorted(str(path.relative_to(ROOT)) for path in paths)
    sources = {module: (ROOT / module).read_text(encoding="utf-8") for module in modules}
    every = [mutant for module in modules for mutant in find_mutants(module, sources[module], settings)]
    sample = {mutant.name: mutant for mutant in sample_mutants(every, how_many, seed, sources)}
    known = [result for result in read_results(kept) if _is_known(result, sample.get(result.mutant), sources)]
    write_results(kept, known)
    untried = [mutant for name, mutant in sample.items() if name not in {result.mutant for result in known}]
    inside: list[Mutant] = []
    at_import: list[Mutant] = []
    for mutant in untried:
        before = compile(sources[mutant.module], mutant.module, "exec")
        after = compile(mutated(mutant, sources[mutant.module]), mutant.module, "exec")
        (at_import if runs_at_import(before, after) else inside).append(mutant)
    print(f"{room}: {len(every)} mutants, {len(known)} caught before, {len(untried)} to try", flush=True)
    if not untried:
        return
    with copied_tree(room) as tree:
        place = _Place(tree, room, settings.tests.get(room, [f"tests/{room}"]), settings, kept)
        touched = kept.with_suffix(f".{_digest(tree)}.touched.json")
        for old in set(kept.parent.glob(f"{kept.stem}.*.touched.json")) - {touched}:
            old.unlink()

        def collected() -> int:
            # What was printed in a fork goes to the log; this goes on to the terminal.
            return int(
                pytest.main(
                    [*PYTEST, "--capture=no", f"--rootdir={tree}", *place.paths],
                    plugins=[_Session(place, inside, touched)],
                )
            )

        pid = os.fork()
        if pid == 0:
            os._exit(collected())
        if os.waitpid(pid, 0)[1]:
            raise SystemExit(f"{room}: its tests cannot be collected.")
        known_tests = read_touched(touched, tree)
        for name in json.loads(touched.read_text())["loaded"]:
            with suppress(Exception):
                __import__(name)
        for mutant in [*at_import, *(mutant for mutant in inside if not known_tests.is_touched(mutant))]:
            try_mutant(mutant, place, known_tests, lambda _, tests: run_anew(place, tests), at_import=True)


def _is_known(result: Result, mutant: Mutant | None, sources: dict[str, str]) -> bool:
    """Whether a mutant of the sample was caught before, and its line is still the same."""
    if mutant is None or result.outcome == "survived":
        return False
    source = sources[mutant.module]
    return _changed_lines(source, mutated(mutant, source)) == (result.before, result.after)


def _digest(tree: Path) -> str:
    """Of the code and its tests: what each test touches is measured again where they change."""
    files = sorted(path for part in (PACKAGE, "tests") for path in (tree / part).rglob("*.py"))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:12]


def find_results(room: str) -> Path:
    return ROOT / ".mutation" / f"{room.replace('/', '-')}.jsonl"


def write_results(path: Path, results: Iterable[Result]) -> None:
    lines = (json.dumps(asdict(result), ensure_ascii=False) + "\n" for result in results)
    path.write_text("".join(lines), encoding="utf-8")


def read_results(path: Path) -> list[Result]:
    if not path.exists():
        return []
    return [Result(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def format_table(rooms: dict[str, list[Result]]) -> str:
    """Markdown: how many were caught in each room, then the survivors."""
    lines = ["| room | mutants | caught | of them by time | share |", "|---|---|---|---|---|"]
    for room, results in [*rooms.items(), ("all", [one for of_room in rooms.values() for one in of_room])]:
        caught = sum(result.outcome != "survived" for result in results)
        late = sum(result.outcome == "timeout" for result in results)
        lines.append(f"| {room} | {len(results)} | {caught} | {late} | {caught / max(1, len(results)):.0%} |")
    lines += ["", "| survivor | the line | becomes |", "|---|---|---|"]
    for results in rooms.values():
        for result in results:
            if result.outcome == "survived":
                before, after = (f"`` {part} ``".replace("|", "\\|") for part in (result.before, result.after))
                lines.append(f"| {result.mutant.removeprefix(PACKAGE + '/')} | {before} | {after} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Put faults into rooms, and see whether their tests notice.")
    parser.add_argument(
        "rooms",
        nargs="+",
        metavar="ROOM",
        help="a folder of audiobrief/, such as speech or article/web, or a group of modules",
    )
    parser.add_argument("--mutants", type=int, default=60, metavar="N", help="how many in each room (60)")
    parser.add_argument("--patience", type=float, metavar="SECONDS", help="of tests for one mutant, at most")
    parser.add_argument("--seed", type=int, default=1, help="which ones, by chance (1)")
    options = parser.parse_args()
    settings = read_settings(ROOT / "pyproject.toml")
    if options.patience:
        settings = replace(settings, patience=options.patience)
    for room in options.rooms:
        if room not in settings.modules and not (ROOT / PACKAGE / room).is_dir():
            parser.error(f"'{room}' is no folder of {PACKAGE}/, nor under [tool.mutate.modules].")
    for room in options.rooms:
        pid = os.fork()
        if pid == 0:
            try_room(room, options.mutants, options.seed, settings)
            os._exit(0)
        os.waitpid(pid, 0)
    print(format_table({room: read_results(find_results(room)) for room in options.rooms}))


if __name__ == "__main__":
    main()
