"""Saving: files of the clinic's own folder, written whole, and never over what somebody else has changed meanwhile.

Where a file lies is known from its kind and id, or from where the library has found it; never from a request.
"""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock

from filelock import FileLock, Timeout

from workbook.aside import PREFIX, usual_mode, written_aside
from workbook.files import is_file, real_path
from workbook.problems import display_path
from workbook.source import MAX_BYTES
from workbook.telling import IS_ID
from workbook.web.settings import Settings

_PATIENCE = 5
"""Seconds that saving waits for somebody else who saves."""
_LEFT_BEHIND = 3600
"""Seconds after which nobody writes to a file any more."""
NEW = ""
"""The digest of a file that is not there yet."""


class Collision(Exception):  # noqa: N818 - reads as what happened
    """The file is not what the page was made from; ``now`` is what is in it, None if it is gone."""

    def __init__(self, now: bytes | None) -> None:
        super().__init__("the file was changed meanwhile")
        self.now = now


class NotSaved(Exception):  # noqa: N818 - reads as what happened
    """The file could not be written; the message says why, in plain words."""


@dataclass(frozen=True)
class Kept:
    """A file as it is now: what is in it, and the digest by which a later change is noticed."""

    path: Path
    data: bytes | None

    @property
    def digest(self) -> str:
        """What a page holds on to until it saves; ``NEW`` for a file that is not there."""
        return NEW if self.data is None else digest_of(self.data)

    @property
    def text(self) -> str:
        """The text, with line ends as pages send them; what is no UTF-8 is shown with marks."""
        return text_of(self.data or b"")


class Folder:
    """The clinic's own folder. It is made when something is first saved."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()

    @property
    def root(self) -> Path | None:
        """Where it is; None if nothing can be saved."""
        return self._settings.home

    @property
    def shown(self) -> str:
        """Its name, as it is shown to people."""
        return display_path(self.root) if self.root else ""

    def path(self, kind: str, name: str) -> Path:
        """Give where a new file of a kind ("modules", "programs", ...) lies. Raise NotSaved for what is no id."""
        if self.root is None:
            raise NotSaved("There is no folder to save into. Ask whoever started Workbook to name your clinic's.")
        if not IS_ID.fullmatch(name):
            raise NotSaved("A name for a file has lower-case letters, digits and hyphens, such as  calm-mornings")
        return self.root / kind / f"{name}.yaml"

    def holds(self, path: Path) -> bool:
        """Tell whether a file lies in it, and not behind a link that leads out."""
        return self.root is not None and real_path(path).is_relative_to(real_path(self.root))

    def read(self, path: Path) -> Kept:
        """Give a file as it is now. Raise NotSaved if it cannot be read."""
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return Kept(path, None)
        except OSError as error:
            raise NotSaved(f"{path.name} cannot be read: {error.strerror}.") from None
        return Kept(path, data)

    def save(self, path: Path, data: bytes, was: str) -> Kept:
        """Write a file whole, if it still is what it ``was`` (a digest, or ``NEW``).

        Raise Collision if it is not, and NotSaved if it cannot be written or lies elsewhere.
        """
        if not self.holds(path):
            raise NotSaved(f"{path.name} does not lie in your clinic's folder, so it is not changed from here.")
        if len(data) > MAX_BYTES and path.suffix == ".yaml":
            raise NotSaved(f"A file has {MAX_BYTES:,} bytes at most.")
        target = real_path(path)  # a link stays one
        try:
            with self._alone():
                target.parent.mkdir(parents=True, exist_ok=True)
                now = self.read(path)
                if now.data == data:  # a second click
                    return now
                if now.digest != was:
                    raise Collision(now.data)
                mode = target.stat().st_mode & 0o777 if is_file(target) else usual_mode()
                with written_aside(target, mode, lasting=True) as stream:
                    stream.write(data)
        except Timeout:
            raise NotSaved("Somebody else is saving for a long time. Try once more.") from None
        except OSError as error:
            raise NotSaved(f"{path.name} cannot be written: {error.strerror}. Nothing was changed.") from None
        return Kept(path, data)

    def tidy(self) -> None:
        """Take away what a process that was killed has left behind while it wrote."""
        if self.root is None:
            return
        for path in self.root.rglob(f"{PREFIX}*"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < time.time() - _LEFT_BEHIND:
                    path.unlink()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Save while nobody else does, in this process or in another one of this user."""
        file = self._settings.cache / "saving.lock"
        file.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        with self._lock, FileLock(file, timeout=_PATIENCE, mode=0o600):
            yield


def digest_of(data: bytes) -> str:
    """Give the digest of what is in a file."""
    return sha256(data).hexdigest()


def text_of(data: bytes) -> str:
    """Give what is in a file as text for a page."""
    return data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")


def data_of(text: str) -> bytes:
    """Give text that a page has sent as the bytes of a file: with the line ends of YAML, and one at the end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    return f"{lines}\n".encode()
