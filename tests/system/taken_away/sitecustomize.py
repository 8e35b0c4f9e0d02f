"""Put on PYTHONPATH, it makes Python run certain packages as on another system: what that system lacks is not there for
their code, while the library itself and other packages work on.

TAKEN_AWAY names a file of JSON: `platform`, `packages`, and `table`, by module the names that are gone, null for whole
modules. Processes that Python starts inherit it.
"""

import builtins
import codecs
import importlib.machinery
import importlib.util
import json
import os
import sys
import types


class View(types.ModuleType):
    """A module without some of its names. What is set on it is set on the module itself."""

    def __init__(self, module, gone, own):
        for name, value in (("_module", module), ("_gone", gone), ("_own", own)):
            object.__setattr__(self, name, value)

    def __getattribute__(self, name):
        get = object.__getattribute__
        if name in get(self, "_gone"):
            raise AttributeError(f"module {get(self, '_module').__name__!r} has no attribute {name!r} on this system")
        if name in get(self, "_own"):
            return get(self, "_own")[name]
        return seen(getattr(get(self, "_module"), name))

    def __setattr__(self, name, value):
        setattr(object.__getattribute__(self, "_module"), name, value)

    def __dir__(self):
        return [name for name in dir(object.__getattribute__(self, "_module")) if name not in self._gone]


def seen(value):
    """What the packages see of a value: a view where it is a module that lacks something there."""
    if not isinstance(value, types.ModuleType) or isinstance(value, View):
        return value
    name = value.__name__
    if name in ABSENT:
        raise AttributeError(f"there is no module {name!r} on this system")
    gone, own = GONE.get(name, frozenset()), OWN.get(name, {})
    return View(value, gone, own) if gone or own or name in PARENTS else value


def import_seen(name, namespace=None, local=None, fromlist=(), level=0):
    if not level and any(name == absent or name.startswith(f"{absent}.") for absent in ABSENT):
        raise ModuleNotFoundError(f"No module named {name!r} on this system", name=name)
    module = builtins.__import__(name, namespace, local, fromlist, level)
    for part in fromlist or ():
        if f"{module.__name__}.{part}" in ABSENT:
            raise ImportError(f"cannot import name {part!r} on this system", name=part)
    return seen(module)


def import_module_seen(name, package=None):
    import_seen(importlib.util.resolve_name(name, package))
    return seen(importlib.import_module(name, package))


def cdll(name, *arguments, **options):
    if name is None and WINDOWS:
        raise TypeError("on Windows the program itself is no library that can be opened")
    return real_cdll(name, *arguments, **options)


class Loader(importlib.machinery.SourceFileLoader):
    def exec_module(self, module):
        module.__builtins__ = {**vars(builtins), "__import__": import_seen}
        super().exec_module(module)


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] not in PACKAGES:
            return None
        for finder in sys.meta_path:
            if finder is not Finder and (spec := finder.find_spec(name, path, target)):
                if spec.origin and spec.origin.endswith(".py"):
                    spec.loader = Loader(name, spec.origin)
                return spec
        return None


if given := os.environ.get("TAKEN_AWAY"):
    with open(given, encoding="utf-8") as file:  # noqa: PTH123
        asked = json.load(file)
    import ctypes

    real_cdll = ctypes.CDLL
    WINDOWS = asked["platform"] == "win32"
    PACKAGES = frozenset(asked["packages"])
    ABSENT = frozenset(name for name, gone in asked["table"].items() if gone is None)
    GONE = {name: frozenset(gone) for name, gone in asked["table"].items() if gone is not None}
    GONE["os.path"] = GONE.get("posixpath", frozenset())
    OWN = {
        "sys": {"platform": asked["platform"]},
        "ctypes": {"CDLL": cdll},
        "importlib": {"import_module": import_module_seen},
    }
    # `import os.path` gives `os`: what leads to a module that lacks something is seen as a view too.
    PARENTS = frozenset(name.rpartition(".")[0] for name in (*GONE, *ABSENT, *OWN) if "." in name)
    if WINDOWS:  # the code page of a French one
        codecs.register(lambda name: codecs.lookup("cp1252") if name == "mbcs" else None)
    sys.meta_path.insert(0, Finder)
