"""Profiles out of their files: the built-in newspapers, a user's own over them, and which one reads a URL."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from danvan_cli.errors import ProfileError
from danvan_cli.language import _
from danvan_cli.profiles.fields import id_problem
from danvan_cli.profiles.schema import GENERIC, Profile
from danvan_cli.profiles.tables import FamilyFile, ProfileFile
from danvan_cli.settings import check, read_toml


class Profiles:
    """A set of newspapers. ``all`` is sorted by id and leaves the generic profile out."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self.all: tuple[Profile, ...] = tuple(sorted(profiles, key=lambda profile: profile.id))
        self._by_id = {profile.id: profile for profile in self.all}
        self._by_host = {key: profile for profile in self.all for key in _host_keys(profile)}

    def for_url(self, url: str | None) -> Profile:
        """The newspaper that answers under the URL's host; the generic profile where no host matches.

        ``www.`` and ``m.`` before a host are the same paper, ``*.hatinh.gov.vn`` is every host below it,
        and the most exact match wins. Never raises: None and what is no URL are generic.
        """
        host = _host_of(url)
        if host is None:
            return GENERIC
        found = self._by_host.get(_bare(host))
        while found is None and "." in host:
            host = host.partition(".")[2]
            found = self._by_host.get(f"*.{host}")
        return found or GENERIC

    def get(self, profile_id: str) -> Profile:
        """The profile of that id. Raises ``ProfileError`` naming the nearest id."""
        found = GENERIC if profile_id == GENERIC.id else self._by_id.get(profile_id)
        if found is None:
            near = get_close_matches(profile_id, self._by_id, n=1, cutoff=0.5)
            hint = _("did you mean {near}?", near=near[0]) if near else _("danvan sources list prints the ids")
            raise ProfileError(_("no newspaper has the id {profile_id!r}", profile_id=profile_id), hint=hint)
        return found


def load_profiles(folder: Path | None = None) -> Profiles:
    """The built-in newspapers; the ``*.toml`` files of ``folder`` are added to them or, by id, replace them.

    Families of the user's own stand in ``folder/families``. The built-in set is read once a process. Raises
    ``ProfileError`` naming the file, the key and the nearest known key.
    """
    built_in = _built_in()
    if folder is None:
        return built_in.profiles
    if not folder.is_dir():
        raise ProfileError(
            _("{folder}: no such folder", folder=folder),
            hint=_("settings and DANVAN_PROFILES name where profiles live"),
        )
    own = _read_folder(folder, {**built_in.families, **_read_families(folder)})
    replaced = {read.profile.id for read in own}
    kept = [read for read in built_in.reads if read.profile.id not in replaced]
    return Profiles(read.profile for read in _distinct([*kept, *own]))


def user_folder() -> Path | None:
    """``profiles/`` in the user's configuration folder for danvan; None where it does not exist."""
    folder = platformdirs.user_config_path("danvan", appauthor=False) / "profiles"
    return folder if folder.is_dir() else None


@dataclass(frozen=True, slots=True)
class _Read:
    """A profile and the file it came from, for complaints."""

    path: Path
    profile: Profile


@dataclass(frozen=True, slots=True)
class _BuiltIn:
    families: Mapping[str, FamilyFile]
    reads: Sequence[_Read]
    profiles: Profiles


@cache
def _built_in() -> _BuiltIn:
    folder = Path(str(files("danvan_cli.profiles").joinpath("data")))
    families = _read_families(folder)
    reads = _distinct(_read_folder(folder, families))
    return _BuiltIn(families, reads, Profiles(read.profile for read in reads))


def _read_families(folder: Path) -> dict[str, FamilyFile]:
    """The family files of a folder by name; none where it has no ``families``."""
    paths = sorted((folder / "families").glob("*.toml"))
    return {path.stem: check(FamilyFile, read_toml(path, ProfileError), str(path), ProfileError) for path in paths}


def _read_folder(folder: Path, families: Mapping[str, FamilyFile]) -> list[_Read]:
    return [_Read(path, _read_profile(path, families)) for path in sorted(folder.glob("*.toml"))]


def _read_profile(path: Path, families: Mapping[str, FamilyFile]) -> Profile:
    written = check(ProfileFile, read_toml(path, ProfileError), str(path), ProfileError)
    problem = None if written.source.id else id_problem(path.stem)
    if problem:
        raise ProfileError(
            _("{path}: the file's name is the id: {problem}", path=path, problem=problem),
            hint=_("rename the file, or set source.id"),
        )
    if written.family is not None and written.family not in families:
        near = get_close_matches(written.family, families, n=1, cutoff=0.5)
        known = (
            _("did you mean {near}?", near=near[0])
            if near
            else _("known families: {names}", names=", ".join(sorted(families)))
        )
        raise ProfileError(
            _("{path}: family: no family is called {family!r}; {known}", path=path, family=written.family, known=known)
        )
    family = families[written.family] if written.family is not None else None
    return written.resolved(written.source.id or path.stem, family)


def _distinct(reads: Sequence[_Read]) -> Sequence[_Read]:
    """The same profiles. Raises ``ProfileError`` where two have one id, or claim one host."""
    by_id: dict[str, _Read] = {}
    by_host: dict[str, _Read] = {}
    for read in reads:
        twin = by_id.setdefault(read.profile.id, read)
        if twin is not read:
            raise ProfileError(
                _(
                    "{path}: source.id: {id!r} is already the id of {twin}",
                    path=read.path,
                    id=read.profile.id,
                    twin=twin.path,
                )
            )
        for key in _host_keys(read.profile):
            owner = by_host.setdefault(key, read)
            if owner is not read:
                other = owner.profile.id
                raise ProfileError(
                    _(
                        "{path}: source.hosts: {key!r} already belongs to {other} ({owner})",
                        path=read.path,
                        key=key,
                        other=other,
                        owner=owner.path,
                    ),
                    hint=_("to replace that newspaper, call your file {other}.toml", other=other),
                )
    return reads


# --- hosts --------------------------------------------------------------------------------------


def _host_keys(profile: Profile) -> Iterator[str]:
    """What a profile's hosts are looked up by: bare hosts, and ``*.`` before every host below one."""
    for domain in profile.source.domains if profile.source else ():
        yield domain.host if domain.host.startswith("*.") else _bare(domain.host)


def _bare(host: str) -> str:
    """A host without ``www.`` or ``m.``, where something with a dot is left."""
    for prefix in ("www.", "m."):
        rest = host.removeprefix(prefix)
        if rest != host and "." in rest:
            return rest
    return host


def _host_of(url: str | None) -> str | None:
    """The host of a URL in small letters, without port and closing dot; None where there is none."""
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:  # an unclosed [ of an IPv6 address
        return None
    return host.rstrip(".") or None if host else None
