"""Settings that stand in a file, `papercut.toml`: the stages' options, and a paper's own patterns.

[despace]
spacing = "spaced"

[patterns]
leads = ['本台消息']
bylines = ['^文／\\p{Han}{2,4}$']
furniture = ['^订报热线']
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from papercut import registry, stages
from papercut.errors import InputError, PapercutError, UsageError
from papercut.model.page import Page
from papercut.option_values import check
from papercut.registry import nearest_name, option_types

NAME = "papercut.toml"

PATTERNS = {
    "leads": ("build-paragraphs", "lead_patterns"),
    "bylines": ("label-blocks", "byline_patterns"),
    "furniture": ("set-aside", "furniture_patterns"),
}
"""The keys of `[patterns]`, and the stage and option that each goes to."""


AnyOptions = Mapping[str, Mapping[str, Any]]
Options = dict[str, dict[str, Any]]
"""Options by stage."""


@dataclass(frozen=True)
class Settings:
    """What a settings file says: options by stage; its path and the SHA-256 of its bytes go into a page's history."""

    path: Path | None = None
    sha256: str = ""
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    profile: str = ""
    """What a page's history says of the profile beneath these settings."""

    @property
    def line(self) -> str:
        """What a page's history says of these settings; nothing where there is no file."""
        own = "" if self.path is None else f"Settings({str(self.path)!r}, sha256={self.sha256!r})"
        return " | ".join(filter(None, (self.profile, own)))

    def on(self, profile: Settings) -> Settings:
        """These settings on a profile: what they say goes before what it says; patterns of both are looked for."""
        line = f"Profile({str(profile.path)!r}, sha256={profile.sha256!r})"
        return replace(self, options=merged(profile.options, self.options), profile=line)

    def mark(self, page: Page) -> Page:
        """The page with these settings in its history; once only, and not at all where there are none."""
        if not self.line or self.line in page.history:
            return page
        return page.replace(history=(*page.history, self.line))

    def over(self, changes: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
        """The options, with `changes` before what the file says."""
        both = {name: dict(values) for name, values in self.options.items()}
        for name, values in changes.items():
            both.setdefault(name, {}).update(values)
        return both


def merged(*several: AnyOptions) -> Options:
    """Options together: patterns one behind the other, of other options the last."""
    out: Options = {}
    for options in several:
        for stage, values in options.items():
            own = out.setdefault(stage, {})
            for key, value in values.items():
                own[key] = (*own.get(key, ()), *value) if key.endswith("patterns") else value
    return out


def find(start: Path) -> Path | None:
    """The nearest settings file, from the folder `start` upwards. Raises `UsageError` for a folder of this name."""
    for folder in (start, *start.parents):
        path = folder / NAME
        try:
            if path.is_file():
                return path
            if path.is_dir():
                raise UsageError(f"{path} is a folder, and should be the file with the settings: rename it")
        except OSError:
            continue
    return None


def load(path: Path) -> Settings:
    """The settings in a file.

    Raises `InputError` if it cannot be read, and `UsageError`, with the file, section and key, for what is no TOML, or
    not in UTF-8, an unknown section or key, a value of the wrong kind, or a pattern that is no regular expression.
    """
    import tomllib

    try:
        data = path.read_bytes()
    except IsADirectoryError as error:
        raise InputError(f"{path} is a folder, and should be the file with the settings") from error
    except OSError as error:
        raise InputError(f"the settings {path} cannot be read: {error.strerror or error}") from error
    try:
        sections = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not in UTF-8: save it as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is no TOML: {error}") from error
    try:
        options = _options(sections)
    except PapercutError as error:
        raise type(error)(f"{path}: {error}") from error
    return Settings(path.resolve(), hashlib.sha256(data).hexdigest(), options)


def _options(sections: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    out: dict[str, dict[str, Any]] = {}
    for section, values in sections.items():
        if not isinstance(values, dict):
            if section.replace("_", "-") in (*stages.ORDER, *registry.plugins(), "patterns"):
                raise UsageError(f"{section!r} is a section: write [{section}], and its options on the lines below")
            raise UsageError(f"{section!r} stands outside a section: {_nearest_section(section)}")
        if section == "patterns":
            continue
        name = _stage(section)
        out[name] = _section(section, name, values)
    for key, patterns in sections.get("patterns", {}).items():
        if key not in PATTERNS:
            raise UsageError(f"[patterns] has no key {key!r}: {nearest_name(key, list(PATTERNS))}")
        checked = check(patterns, tuple[str, ...], f"[patterns] {key}")
        _compile(checked, f"[patterns] {key}")
        name, option = PATTERNS[key]
        own = out.setdefault(name, {})
        own[option] = (*own.get(option, ()), *checked)
    return out


def _stage(section: str) -> str:
    name = section.replace("_", "-")
    if name not in stages.ORDER and name not in registry.plugins():
        raise UsageError(f"there is no section [{section}]: {_nearest_section(section)}")
    return name


def _nearest_section(name: str) -> str:
    return nearest_name(name.replace("_", "-"), [*stages.ORDER, *registry.plugins(), "patterns"])


def _section(section: str, name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The options of one stage; this imports the stage, since only it knows them."""
    hints = option_types(name)
    out: dict[str, Any] = {}
    for key, value in values.items():
        option = key.replace("-", "_")
        if option not in hints:
            known = [name.replace("_", "-") for name in hints]
            raise UsageError(f"[{section}] has no option {key!r}: {nearest_name(key.replace('_', '-'), known)}")
        registry.need_supported(name, option, hints[option])
        where = f"[{section}] {key.replace('_', '-')}"
        out[option] = check(value, hints[option], where)
        if option.endswith("patterns"):
            _compile(out[option], where)
        elif option.endswith("weights"):
            registry.stage(name, **{option: out[option]})
    return out


def _compile(patterns: Iterable[str], where: str) -> None:
    from papercut.user_patterns import compile_patterns

    try:
        compile_patterns(patterns)
    except UsageError as error:
        raise UsageError(f"{where}: {error}") from error
