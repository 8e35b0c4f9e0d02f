"""What the documents say that the code knows: commands, options, exit statuses, formats, the order of the rules.

    python tools/reference.py            # print every generated part
    python tools/reference.py --write    # put the table of deliveries into README.md

MkDocs loads this file as a hook (mkdocs.yml): a line `<!-- generated: NAME -->` in a page is replaced by the part of
that name. README.md has its part in it, between two such lines, and a test holds it equal.
"""

from __future__ import annotations

import argparse
import dataclasses
import html
import inspect
import json
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import click
import msgspec

from audiobrief import errors
from audiobrief.cli.commands import main as command_line
from audiobrief.cli.console import output_options
from audiobrief.cli.defaults import index_options, list_commands
from audiobrief.cli.localized_click import Command, split_paragraphs
from audiobrief.cli.options import take_options
from audiobrief.delivery.exporter import Exporter, load_exporters
from audiobrief.delivery.formats import Delivery, load_deliveries
from audiobrief.delivery.radio.sidecar import Item
from audiobrief.options import Options, SoundFormat, make_schema
from audiobrief.speech import rules as rule_package
from audiobrief.speech.lexicon import load_builtin_lexicon
from audiobrief.speech.lexicon.user import LexiconFile
from audiobrief.speech.rule import Rule
from audiobrief.voice.profiles import PAUSES, ProfileFile, find_profiles, load_profile

ROOT = Path(__file__).resolve().parents[1]
PLACE = re.compile(r"^<!-- generated: ([\w-]+) -->$", re.MULTILINE)
BEGIN, END = "<!-- generated: deliveries -->", "<!-- end of what is generated -->"
# A page may load nothing from elsewhere: the site is built and read without a network.
FRENCH = ("auditeur.md", "podcasteur.md", "radio.md")
_ELSEWHERE = r"=[\"']?(?:https?:)?//"
REMOTE = re.compile(
    rf"<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc{_ELSEWHERE}"
    rf"|<link\b(?=[^>]*\brel=[\"']?(?:stylesheet|preload|preconnect|icon))[^>]*\bhref{_ELSEWHERE}",
    re.IGNORECASE,
)


# Tables


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(escape(cell).replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def escape(text: str) -> str:
    """Markdown in which `<title>` is no markup, nor `*` an emphasis; code in backticks stays as it is."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(
        part if part.startswith("`") else html.escape(part, quote=False).replace("*", "\\*") for part in parts
    )


def code(text: str) -> str:
    return f"`{text}`" if text else ""


# Commands


def find_commands() -> Iterator[tuple[str, click.Command, click.Context]]:
    """Every command with its full name, outermost first."""
    top = click.Context(command_line, info_name="audiobrief", **command_line.context_settings)
    yield "audiobrief", command_line, top
    for name in command_line.list_commands(top):
        command = command_line.get_command(top, name)
        assert command is not None
        context = click.Context(command, top, info_name=name)
        yield f"audiobrief {name}", command, context
        if isinstance(command, click.Group):
            for second, inner in command.commands.items():
                yield f"audiobrief {name} {second}", inner, click.Context(inner, context, info_name=second)


def describe_options(options: Iterable[click.Option], context: click.Context) -> str:
    """A table of options, as the help has them."""
    records = [record for option in options if (record := option.get_help_record(context))]
    return table(("Option", "Meaning"), [(code(flags), " ".join(what.split())) for flags, what in records])


def shared_options() -> list[str]:
    """The names of the options that every command has which does something."""
    command = click.command("any", cls=Command)(output_options(lambda: None))
    return [
        option.name or "" for option in _options(command, click.Context(command, help_option_names=["-h", "--help"]))
    ]


def programme_options() -> list[str]:
    """The names of the options that a programme is made with, declared in `audiobrief.options`."""
    command = click.command("programme")(take_options()(lambda: None))
    return [option.name or "" for option in command.params]


def _options(command: click.Command, context: click.Context) -> list[click.Option]:
    return [one for one in command.get_params(context) if isinstance(one, click.Option) and not one.hidden]


def render_commands() -> str:
    parts: list[str] = []
    shared, programme = shared_options(), programme_options()
    of_make = {}
    for name, command, context in find_commands():
        options = _options(command, context)
        names = [option.name for option in options]
        if name == "audiobrief make":
            of_make = {option.name: option for option in options}
        whole = set(programme) <= {*names} and name != "audiobrief"
        own = [one for one in options if one.name not in shared and not (whole and one.name in programme)]
        parts.append(f"## {name}\n")
        pieces = " ".join(command.collect_usage_pieces(context))
        parts.append(f"```text\n{name} {pieces}\n```\n")
        for paragraph in split_paragraphs(command.help or ""):
            if paragraph.startswith("\b"):
                examples = textwrap.dedent("\n".join(paragraph.split("\n")[2:]))
                parts.append(f"```sh\n{examples}\n```\n")
            else:
                parts.append(f"{escape(paragraph)}\n")
        if name == "audiobrief":
            continue
        if own:
            parts.append(f"{describe_options(own, context)}\n")
        if whole:
            parts.append("It also takes the [options of a programme](#options-of-a-programme).\n")
    context = click.Context(click.Command("make"), help_option_names=["-h", "--help"])
    parts.append("## Options of a programme\n")
    parts.append("`make`, `batch` and `watch` take these. `script` takes those that change what is said.\n")
    parts.append(f"{describe_options((of_make[name] for name in programme), context)}\n")
    parts.append("## Options of every command\n")
    parts.append(f"{describe_options((of_make[name] for name in shared), context)}\n")
    return "\n".join(parts)


# Configuration


def describe_value(option: click.Option) -> str:
    """What may stand behind an option's key in config.toml."""
    kind = option.type
    if option.is_flag:
        return "`true` or `false`"
    if isinstance(kind, click.Choice):
        return ", ".join(f'`"{choice}"`' for choice in kind.choices)
    if isinstance(kind, click.IntRange):
        bounds = f"from {kind.min}" + (f" to {kind.max}" if kind.max is not None else "")
        return f"a whole number {bounds}"
    if isinstance(kind, click.types.IntParamType):
        return "a whole number"
    if isinstance(kind, click.types.FloatParamType):
        return "a number"
    return "a path" if isinstance(kind, click.Path) else "a text"


def render_configuration() -> str:
    """The keys of config.toml, with the tables in which each may stand."""
    tables: dict[str, list[str]] = {}
    options: dict[str, click.Option] = {}
    for place, command in list_commands(command_line):
        for key, option in index_options(command).items():
            tables.setdefault(key, []).append(place)
            # `--output` is a file for `make` and a folder for others; the first says what it is.
            options.setdefault(key, option)
    everywhere = {place for place, _ in list_commands(command_line)}
    rows = [
        (code(key), describe_value(options[key]), "all" if {*places} == everywhere else ", ".join(map(code, places)))
        for key, places in tables.items()
    ]
    return table(("Key", "Value", "Tables that may have it"), rows)


# Exit statuses


def render_exit_statuses() -> str:
    classes = (kind for _, kind in inspect.getmembers(errors, inspect.isclass))
    kinds = [kind for kind in classes if issubclass(kind, errors.AudiobriefError)]
    rows = [
        (code(str(kind.exit_status)), summary(kind.__doc__ or ""), code(kind.__name__))
        for kind in sorted(kinds, key=lambda kind: kind.exit_status)
        if kind is not errors.AudiobriefError
    ]
    return table(("Status", "Meaning", "In Python"), rows)


def summary(docstring: str) -> str:
    """The first paragraph, on one line."""
    return " ".join(inspect.cleandoc(docstring).split("\n\n")[0].split())


# Formats


def describe_sound(delivery: Delivery) -> str:
    described = {"mp3": f"MP3, {delivery.bitrate} kbit/s CBR", "wav": "Broadcast WAV"}
    formats = " and ".join(described[name] for name in sorted(delivery.formats))
    return f"{formats}; {delivery.sample_rate / 1000:g} kHz, {'mono' if delivery.channels == 1 else 'stereo'}"


def describe_loudness(delivery: Delivery) -> str:
    twice = f" ({delivery.loudness_stereo:g} as dual mono)" if delivery.loudness_stereo != delivery.loudness else ""
    return f"{delivery.loudness:g} LUFS{twice}".replace("-", "−")


def uses(exporter: Exporter) -> str:
    """The deliveries that an exporter is a part of, and the option that asks for it elsewhere."""
    names = [
        delivery.name
        for delivery in load_deliveries().values()
        if exporter.name in (*delivery.formats, *delivery.sidecars)
    ]
    flag = f"--format {exporter.name}" if exporter.name in get_args(SoundFormat) else exporter.flag
    return ", ".join(map(code, [*names, *([flag] if flag else [])]))


def find_own_exporters() -> list[Exporter]:
    """Those that come with audiobrief: the sound, then what stands beside it, then what is made on demand."""
    known = {name: one for name, one in load_exporters().items() if one.write.__module__.startswith("audiobrief.")}
    beside = [name for delivery in load_deliveries().values() for name in delivery.sidecars]
    return [known[name] for name in dict.fromkeys(("mp3", "wav", *beside, *known))]


def render_deliveries() -> str:
    """README's tables: the kinds of delivery, and the files."""
    kinds = table(
        ("`--for`", "what it is", "sound", "loudness"),
        [
            (code(one.name), one.description, describe_sound(one), describe_loudness(one))
            for one in load_deliveries().values()
        ],
    )
    files = table(
        ("file", "what it is", "made for"),
        [(code(f"NAME{one.ending}"), one.description, uses(one)) for one in find_own_exporters()],
    )
    return f"{kinds}\n\n{files}"


_CHAPTER_TITLES = {"none": "no", "headings": "as written", "numbered": "with a number"}
PROMISES: Sequence[tuple[str, Callable[[Delivery], str]]] = (
    ("Formats, the listener's first", lambda one: ", ".join(one.formats)),
    ("Sample rate", lambda one: f"{one.sample_rate} Hz"),
    ("Channels", lambda one: str(one.channels)),
    ("Bit rate of the MP3", lambda one: f"{one.bitrate} kbit/s, constant"),
    ("Loudness of the mono signal", lambda one: f"{one.loudness:g} LUFS, within {one.tolerance:g} LU"),
    ("The same signal on two channels", lambda one: f"{one.loudness_stereo:g} LUFS"),
    ("True peak, at most", lambda one: f"{one.true_peak:g} dBTP"),
    ("Version of ID3", lambda one: one.id3),
    ("The files hold", lambda one: ", ".join(one.contents)),
    ("The title is spoken", lambda one: _yes(one.spoken_title)),
    ("The list of chapters is spoken", lambda one: _yes(one.spoken_contents)),
    ("Chapter titles are spoken", lambda one: _CHAPTER_TITLES[one.spoken_chapters]),
    ("Pace, times the voice's", lambda one: f"{one.rate_factor:g}"),
    ("Pauses, times the voice's", lambda one: f"{one.pause_factor:g}"),
    ("Files beside the sound", lambda one: ", ".join(code(load_exporters()[name].ending) for name in one.sidecars)),
)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def render_promises() -> str:
    kinds = load_deliveries().values()
    rows = [[name, *(say(kind).replace("-", "−") for kind in kinds)] for name, say in PROMISES]
    return table(("Promise", *(code(kind.name) for kind in kinds)), rows)


def render_sidecar() -> str:
    """What a template of a sidecar file can say."""
    kinds = {"str": "text", "datetime": "date and hour", "tuple": "list", "int": "whole number", "float": "number"}
    rows = []
    for field in dataclasses.fields(Item):
        kind, about = get_args(get_type_hints(Item, include_extras=True)[field.name])
        one, *none = get_args(kind) if isinstance(kind, UnionType) else (kind,)
        name = getattr(get_origin(one) or one, "__name__", "")
        rows.append((code(field.name), kinds.get(name, name) + (", or none" if none else ""), about))
    return table(("Name", "Kind", "What it is"), rows)


def render_sidecar_json() -> str:
    """The template `json` of sidecar files."""
    return f"```text\n{(ROOT / 'audiobrief/delivery/radio/templates/item.json').read_text(encoding='utf-8')}```"


def render_exporters() -> str:
    rows = [
        (
            code(one.name),
            code(f"NAME{one.ending}") + (" (a folder)" if one.folder else ""),
            one.description,
            uses(one),
        )
        for one in find_own_exporters()
    ]
    return table(("Exporter", "File", "What it is", "Made for"), rows)


# Options in Python


def render_options() -> str:
    """The fields of `Options`, from its schema and the command line made of it."""
    schema = make_schema()["$defs"]["Options"]["properties"]
    declared = {option.name: option for option in click.command()(take_options()(lambda: None)).params}
    rows = []
    for field in msgspec.structs.fields(Options):
        flags = {
            "exports": ", ".join(code(one.flag) for one in load_exporters().values() if one.flag),
            "output": code("--output"),
        }
        if field.name in declared:
            flags[field.name] = code(declared[field.name].opts[0])
        properties = schema[field.encode_name]
        about = properties["description"]
        extra = find_extra(field.type)
        if extra.get("inverse"):
            about = f"False: {about[0].lower()}{about[1:]}"
        kind = describe_schema(properties, str(extra.get("unit", "")))
        rows.append((code(field.name), kind, code(repr(field.default)), flags.get(field.name, ""), about))
    return table(("Name", "Type", "Default", "Command line", "Meaning"), rows)


def find_extra(kind: Any) -> dict[str, Any]:
    """What a declaration says beside its limits: flags, unit."""
    metas = [meta for meta in getattr(kind, "__metadata__", ()) if isinstance(meta, msgspec.Meta)]
    return {name: value for meta in metas for name, value in (meta.extra or {}).items()}


def describe_schema(properties: dict[str, Any], unit: str = "") -> str:
    """A JSON schema's type in words; `unit` is what a number counts."""
    match properties:
        case {"anyOf": kinds}:
            return " or ".join(dict.fromkeys(describe_schema(one, unit) for one in kinds))
        case {"enum": values}:
            return ", ".join(code(json.dumps(one)) for one in values)
        case {"type": "array"}:
            return "list of texts"
        case {"format": "path"}:
            return "path"
        case {"format": "date-time"}:
            return "datetime"
        case {"type": str(kind)}:
            known = {"null": "none", "integer": "whole number", "string": "text", "boolean": "true or false"}
            words = f"{known.get(kind, kind)}{f' of {unit}' if unit and kind in ('integer', 'number') else ''}"
            least, most = properties.get("minimum"), properties.get("maximum")
            return words + (f" from {least:g}" if least is not None else "") + (f" to {most:g}" if most else "")
        case _:
            raise ValueError(f"a type that has no words yet: {properties}")


def render_schema() -> str:
    return f"```json\n{json.dumps(make_schema(), indent=2, ensure_ascii=False, default=str)}\n```"


# Voices


def render_voices() -> str:
    rows = [
        (code(name), code(profile.engine), f"{profile.rate}", profile.description)
        for name in find_profiles()
        if (profile := load_profile(name))
    ]
    return table(("Voice", "Engine", "Words a minute", "What it is"), rows)


def render_profile_keys() -> str:
    """The keys of a voice profile, with their types and defaults; those of its tables behind its own."""
    tables: dict[type[msgspec.Struct], list[str]] = {ProfileFile: []}
    for field in msgspec.structs.fields(ProfileFile):
        if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
            tables.setdefault(field.type, []).append(f"[{field.encode_name}]")
    schema = msgspec.json.schema(ProfileFile)["$defs"]
    rows = []
    for kind, names in tables.items():
        for field in msgspec.structs.fields(kind):
            if field.type in tables:
                continue
            default = "needed" if field.required else code(json.dumps(field.default))
            if "[pauses]" in names:
                default = code(str({str(pause): seconds for pause, seconds in PAUSES.items()}[field.encode_name]))
            elif field.default is None or field.default == "":
                default = "none"
            known = describe_schema(schema[kind.__name__]["properties"][field.encode_name]).replace(" or none", "")
            rows.append((", ".join(map(code, names)), code(field.encode_name), known, default))
    return table(("Table", "Key", "Value", "Default"), rows)


# The lexicon and the rules


def render_lexicon_keys() -> str:
    """The keys of an entry in each table of a lexicon."""
    rows = []
    schema = msgspec.json.schema(LexiconFile)
    tables = schema["$defs"]["LexiconFile"]["properties"]
    for field in msgspec.structs.fields(LexiconFile):
        entry = tables[field.encode_name]["additionalProperties"]
        kinds = []
        for kind in entry.get("anyOf", [entry]):
            if "$ref" in kind:
                keys = schema["$defs"][kind["$ref"].rpartition("/")[2]]["properties"]
                kinds.append(", ".join(f"`{key}` ({describe_schema(value)})" for key, value in keys.items()))
            else:
                kinds.append("a text alone")
        rows.append((code(f"[{field.encode_name}]"), ", or ".join(kinds)))
    return table(("Table", "Keys of an entry"), rows)


def find_rule_modules() -> dict[tuple[str, str], str]:
    """For each rule, by name and pattern, the module that declares it."""
    lexicon, homes = load_builtin_lexicon(), {}
    for module_name, module in inspect.getmembers(rule_package, inspect.ismodule):
        groups = [value for _, value in inspect.getmembers(module) if isinstance(value, tuple)]
        groups += [
            build(lexicon)
            for name, build in inspect.getmembers(module, inspect.isfunction)
            if name.startswith("build_") and name.endswith("rules")
        ]
        for rule in (one for group in groups for one in group if isinstance(one, Rule)):
            homes[rule.name, rule.pattern.pattern] = module_name
    return homes


def render_rules() -> str:
    """The rules in the order in which they may claim the text, those of one file together."""
    homes = find_rule_modules()
    groups: list[tuple[str, list[str]]] = []
    for rule in rule_package.build_rules(load_builtin_lexicon()):
        home = homes[rule.name, rule.pattern.pattern]
        if not groups or groups[-1][0] != home:
            groups.append((home, []))
        groups[-1][1].append(rule.name)
    rows = [
        (
            str(number),
            code(f"{home}.py"),
            summary(getattr(rule_package, home).__doc__ or ""),
            ", ".join(map(code, dict.fromkeys(names))),
        )
        for number, (home, names) in enumerate(groups, 1)
    ]
    return table(("Order", "File", "What it reads", "Names that `--why` shows"), rows)


PARTS: dict[str, Callable[[], str]] = {
    "commands": render_commands,
    "configuration": render_configuration,
    "deliveries": render_deliveries,
    "exit-statuses": render_exit_statuses,
    "exporters": render_exporters,
    "lexicon-keys": render_lexicon_keys,
    "options": render_options,
    "profile-keys": render_profile_keys,
    "promises": render_promises,
    "rules": render_rules,
    "schema": render_schema,
    "sidecar": render_sidecar,
    "sidecar-json": render_sidecar_json,
    "voices": render_voices,
}


def fill(markdown: str) -> str:
    """A page with its generated parts. Raises KeyError for a name that is none of `PARTS`."""
    return PLACE.sub(lambda match: PARTS[match[1]](), markdown)


def replace_deliveries(readme: str) -> str:
    """README.md with its generated part as the code has it now."""
    before, _, rest = readme.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{render_deliveries()}\n\n{END}{rest.partition(END)[2]}"


# MkDocs


def on_page_markdown(markdown: str, **_: Any) -> str:
    return fill(markdown)


def on_post_page(output: str, /, page: Any, **_: Any) -> str:
    """Mark what a screen reader must know, and refuse a page that would load something from another host."""
    if found := REMOTE.search(output):
        raise _plugin_error(f"{page.file.src_uri} loads something from elsewhere: {found[0]}")
    output = _mark(output, '<div class="navbar ', '<div role="navigation" aria-label="Site" class="navbar ')
    return _mark(output, 'role="main"', 'role="main" lang="fr"') if page.file.src_uri in FRENCH else output


def _mark(output: str, old: str, new: str) -> str:
    if old not in output:
        raise _plugin_error(f"the theme has no {old} any more: see tools/reference.py")
    return output.replace(old, new, 1)


def _plugin_error(reason: str) -> Exception:
    from mkdocs.exceptions import PluginError

    error: Exception = PluginError(reason)
    return error


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write README.md's table")
    if parser.parse_args().write:
        readme = ROOT / "README.md"
        readme.write_text(replace_deliveries(readme.read_text(encoding="utf-8")), encoding="utf-8")
        return
    for name, render in PARTS.items():
        print(f"<!-- {name} -->\n\n{render()}\n")


if __name__ == "__main__":
    main()
