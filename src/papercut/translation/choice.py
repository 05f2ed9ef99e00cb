"""Which language a run speaks: what was asked for, else what the environment says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

Language = Literal["en", "zh", "zh-TW", "zh-HK"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
"""English, Chinese in simplified characters, and in the traditional ones of Taiwan and of Hong Kong."""

VARIABLES = ("PAPERCUT_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""The first of these that is set decides, as in every program of a POSIX system."""

REGIONS: dict[str, Language] = {"tw": "zh-TW", "hant": "zh-TW", "hk": "zh-HK", "mo": "zh-HK"}


def language_of(name: str) -> Language:
    """The language of a locale, such as `zh_TW.UTF-8`; English where papercut does not speak it."""
    first, *rest = name.partition(".")[0].partition("@")[0].replace("_", "-").lower().split("-")
    if first != "zh":
        return "en"
    found: list[Language] = [REGIONS[part] for part in rest if part in REGIONS]
    return found[-1] if found else "zh"


def asked_language(name: str) -> Language | None:
    """The language that `--lang` names, also as locales and standards spell it: `zh_CN`, `zh-Hant`."""
    first, *rest = name.partition(".")[0].replace("_", "-").lower().split("-")
    known = {"en": ("us", "gb"), "zh": ("cn", "sg", "hans", *REGIONS)}
    return language_of(name) if all(part in known.get(first, ()) for part in rest) and first in known else None


def with_asked_language(args: Sequence[str]) -> list[str]:
    """A command line in which `--lang` before the command names one of `LANGUAGES`, if it can."""
    args = list(args)
    for k, arg in enumerate(args):
        if arg == "--lang" and k + 1 < len(args):
            args[k + 1] = asked_language(args[k + 1]) or args[k + 1]
            break
        if arg.startswith("--lang="):
            asked = arg.removeprefix("--lang=")
            args[k] = f"--lang={asked_language(asked) or asked}"
        if not arg.startswith("-"):
            break
    return args


def chosen_language(args: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language for a command line: `--lang` before the command, else the first variable that is set."""
    for k, arg in enumerate(args):
        asked = args[k + 1] if arg == "--lang" and k + 1 < len(args) else arg.removeprefix("--lang=")
        if asked != arg and asked in LANGUAGES:
            return language_of(asked)
        if not arg.startswith("-"):
            break
    return language_of(next((said for name in VARIABLES if (said := environment.get(name))), ""))
