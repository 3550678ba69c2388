"""The language danvan speaks to people: English, or another out of a gettext catalogue.

Messages are written in English, in the code, as ``_("{path}: no such archive", path=path)``: the words are the key
of the catalogue, what stands in braces is filled in afterwards. docs/translating.md says how the rest goes. What
programs read (JSON, slugs, exports, the archive) is never translated.
"""

import gettext
import locale
import sys
from collections.abc import Mapping
from pathlib import Path

LANGUAGES = ("en", "vi")
DOMAIN = "danvan"
CATALOGUES = Path(__file__).parent / "locale"

_catalogue = gettext.NullTranslations()


def _(message: str, /, **values: object) -> str:
    """``message`` in the language of the run, with ``values`` for its names in braces.

    >>> _("{path}: no such archive", path="a.db")
    'a.db: no such archive'
    """
    return _filled(_catalogue.gettext(message), values)


def N_(message: str, /) -> str:  # noqa: N802 the name every catalogue tool looks for
    """``message`` as it is: marks one that ``_`` is asked for later."""
    return message


def ngettext(one: str, several: str, count: int, /, **values: object) -> str:
    """The same of two messages, the one that fits ``count``, which is ``{count}`` in either.

    >>> ngettext("{count} page", "{count} pages", 2)
    '2 pages'
    """
    return _filled(_catalogue.ngettext(one, several, count), {"count": count, **values})


def _filled(message: str, values: Mapping[str, object]) -> str:
    return message.format_map(values) if values else message


def use(language: str) -> None:
    """Speak ``language`` from now on; one without a catalogue is English."""
    global _catalogue  # noqa: PLW0603 a process speaks to one person
    _catalogue = gettext.translation(DOMAIN, CATALOGUES, [language], fallback=True)


def has_catalogue(language: str) -> bool:
    """Whether messages are translated into ``language``; English needs none."""
    return gettext.find(DOMAIN, CATALOGUES, [language]) is not None


def of_environment(environment: Mapping[str, str]) -> str | None:
    """The language that ``DANVAN_LANG`` or else the locale names; None where that is none of ours.

    >>> of_environment({"LANG": "vi_VN.UTF-8"}), of_environment({"LANG": "de_DE.UTF-8"})
    ('vi', None)
    """
    if chosen := environment.get("DANVAN_LANG"):
        return _known(chosen)
    names = [environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    locale = next((name for name in names if name), None) or _of_windows()
    return _known(locale)


def _known(locale: str) -> str | None:
    code = locale.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return code if code in LANGUAGES else None


def _of_windows() -> str:
    """What Windows shows its menus in; it sets no variable. Elsewhere empty."""
    if sys.platform != "win32":
        return ""
    import ctypes  # noqa: PLC0415 not on every system

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
