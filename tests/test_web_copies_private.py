"""Nothing personal stays: not on a disk, not in a log; after success, after a stop, after a process was killed."""

import multiprocessing
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web_copies import NAMES, TABLE, begin, clinic, made, members, send
from tests.web_server import Site, get, post, site
from workbook.web.jobs import Job
from workbook.web.serve import listen, make_server
from workbook.web.settings import Settings

MARKER = "Quirinalis"
FEW = f"number,name,goals\n1,{MARKER},\n2,,Write to {MARKER}\n3,{MARKER} R.,Call {MARKER}; Rest\n"
MANY = "number,name,goals\n" + "".join(f"{n},{MARKER} {n},See {MARKER}\n" for n in range(1, 201))
"""As many as there may be: making them takes a minute."""
PATIENCE = 60


class Ground:
    """A server with folders of its own: all that it could write to."""

    def __init__(self, folder: Path, running: Site) -> None:
        self.folder = folder
        self.site = running
        self.guest: FlaskClient = running.guest()

    def files(self) -> dict[Path, bytes]:
        """Give all files of the cache, of the clinic, and those that are only there for a while."""
        return {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}

    def begin(self, table: str = MANY, **told: str) -> Job:
        """Have copies made, and wait until the first is there."""
        job = begin(self.site, self.guest, table, **told)
        wait_for(lambda: job.ticket.done > 0 or job.ticket.state.is_over)
        return job

    def is_clean(self) -> bool:
        """Tell whether there is neither a name nor a file that somebody could read one in."""
        found = self.files()
        assert any(path.is_relative_to(self.folder / "cache") for path in found)
        names = (*NAMES, MARKER)
        return not any(
            data.startswith((b"%PDF", b"PK")) or any(name.encode() in data or name in path.name for name in names)
            for path, data in found.items()
        )


def no_dump(pid: int | None) -> bool:
    """Tell whether the system writes nothing of the memory of a process to the disk when it crashes."""
    told = Path(f"/proc/{pid}/limits")
    return not told.exists() or bool(re.search(r"Max core file size +0 +0 ", told.read_text()))


def wait_for(happens: Callable[[], bool]) -> None:
    """Wait until something is so."""
    until = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("ground")
    (folder / "aside").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder / "aside"))
        patch.setenv("TMPDIR", str(folder / "aside"))
        with site(folder / "cache", clinic(folder / "clinic")) as running:
            ground = Ground(folder, running)
            members(made(running, ground.guest, rows="count", count="2"))  # what all copies share is kept
            members(made(running, ground.guest, "number,goals\n1,Read\n2,Read; Rest\n"))
            yield ground


def test_copies_leave_nothing_that_is_not_there_without_names(ground: Ground, capfd: pytest.CaptureFixture[str]):
    before = set(ground.files())
    for kind in ("zip", "print"):
        data = made(ground.site, ground.guest, FEW, get=kind)
        assert data.startswith((b"PK", b"%PDF"))
        assert ground.is_clean()
    assert set(ground.files()) == before
    assert MARKER not in "".join([*ground.site.told, *capfd.readouterr()])


def test_what_was_told_of_a_table_is_in_no_log(ground: Ground, capfd: pytest.CaptureFixture[str]):
    for table in (f"number,name\n{MARKER}!,x\n", f"{MARKER}\n1\n", f'number,name\n1,"{MARKER}\n', MANY * 2):
        assert "to mend" in send(ground.guest, table).text
    upload = (f"number,name\n1,{MARKER}\xff\n".encode("latin-1"), f"{MARKER}.csv")
    assert send(ground.guest, upload=upload).status_code == 400
    assert MARKER not in "".join([*ground.site.told, *capfd.readouterr()])
    assert ground.is_clean()


def test_stopping_lets_go_of_all(ground: Ground):
    before = set(ground.files())
    job = ground.begin()
    answer = post(ground.guest, f"/jobs/{job.id}/forget")
    assert answer.headers["Location"] == "/copies?gone=1"
    assert job.ticket.over.wait(PATIENCE)
    assert job.ticket.state == "stopped"
    assert job.ticket.done < 200
    assert (job.size, job.ticket.task) == (0, None)
    assert ground.is_clean()
    assert set(ground.files()) <= before


def test_a_process_that_is_killed_leaves_nothing(ground: Ground, capfd: pytest.CaptureFixture[str]):
    others = {process.pid for process in multiprocessing.active_children()}
    with site(ground.folder / "cache", ground.folder / "clinic") as running:
        own = Ground(ground.folder, running)
        job = own.begin()
        for process in multiprocessing.active_children():
            if process.pid not in others:
                assert no_dump(process.pid)
                process.kill()
        assert job.ticket.over.wait(PATIENCE)
        assert job.ticket.state == "memory"
        assert job.ticket.done < 200
        assert (job.size, job.ticket.task) == (0, None)
        assert own.is_clean()
        text = get(own.guest, f"/jobs/{job.id}").text
        assert "most likely because it needed too much memory" in text
        assert "fewer rows" in text
        assert MARKER not in text
        assert get(own.guest, f"/jobs/{job.id}/save").status_code == 303
        assert list(members(made(running, own.guest, TABLE)))[:1] == ["1.pdf"]  # another process is there
        assert MARKER not in "".join([*running.told, *capfd.readouterr()])


def test_a_slow_download_is_kept_in_memory(ground: Ground, tmp_path: Path):
    settings = Settings("http://127.0.0.1:1", tmp_path, ground.site.house.settings.clock)
    with listen("127.0.0.1", 0) as door:
        server = make_server(ground.site.app, door, settings)
        adjustments = server.adj
        assert adjustments.outbuf_overflow > 2 * adjustments.outbuf_high_watermark
        assert adjustments.inbuf_overflow > settings.limits.roster
        server.close()


def test_the_largest_table_gets_to_no_disk_on_its_way(ground: Ground, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file for a while was opened")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)  # what Werkzeug puts large files into
    table = "number,name\n" + "".join(f"{n},{MARKER}{',' * 2000}\n" for n in range(1, 201))
    assert ground.site.house.settings.limits.roster - 10_000 < len(table) < ground.site.house.settings.limits.roster
    assert "200 rows, and nothing to mend" in send(ground.guest, "", (table.encode(), "roster.csv"), do="show").text
