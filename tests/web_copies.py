"""Copies in the browser in a test: a clinic with a small program, and the form as a page sends it."""

import io
import re
import zipfile
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web_server import Site, _headers, get, token_of
from tests.wrong_files import MODULE, PROGRAM, changed
from workbook.web.jobs import Job

GOALS = """\
  - id: my-goal
    title: My goal
    purpose: Write down one goal. About a minute.
    blocks:
      - type: goal-sheet
        id: goal
        label: My goal
"""
TABLE = """\
number,name,edition,fillable,goals
1,Quirina,,,
2,Ottoline,large-print,,Walk with Rumpel; Call Patroclus
3,,,,
4,Zenobia,,yes,
"""
NAMES = ("Quirina", "Ottoline", "Rumpel", "Patroclus", "Zenobia")
USUAL = {"program": "tuesday", "rows": "table", "get": "zip", "form": "pdf", "do": "make"}


def clinic(folder: Path) -> Path:
    """Write the folder of a clinic."""
    for name in ("modules", "programs"):
        (folder / name).mkdir(parents=True)
    tea = changed(MODULE, ("id: in", "id: tea"), ("worksheets:\n", f"worksheets:\n{GOALS}"))
    (folder / "modules/tea.yaml").write_text(tea)
    program = changed(PROGRAM, ("id: in", "id: tuesday"), ("slow-breathing", "tea"))
    (folder / "programs/tuesday.yaml").write_text(program)
    return folder


def send(client: FlaskClient, table: str = "", upload: tuple[bytes, str] | None = None, **told: str) -> TestResponse:
    """Send the form, with a file if there is one."""
    form: dict[str, object] = {"token": token_of(client), **USUAL, "table": table, **told}
    form["file"] = (io.BytesIO(upload[0] if upload else b""), upload[1] if upload else "")
    origin = {"Origin": f"http://{client.environ_base['HTTP_HOST']}", "Sec_Fetch_Site": "same-origin"}
    return client.post("/copies", data=form, content_type="multipart/form-data", headers=_headers(client, origin))


def begin(site: Site, client: FlaskClient, table: str = "", **told: str) -> Job:
    """Order copies, and give the job."""
    answer = send(client, table, None, **told)
    assert answer.status_code == 303
    return job_of(site, answer)


def job_of(site: Site, answer: TestResponse) -> Job:
    """Give the job that an answer leads to."""
    return site.house.jobs._jobs[answer.headers["Location"].rpartition("/")[2]]


def made(site: Site, client: FlaskClient, table: str = "", **told: str) -> bytes:
    """Order copies, wait, and download them."""
    job = begin(site, client, table, **told)
    assert job.ticket.over.wait(60)
    assert job.ticket.state == "done", (job.ticket.problems, site.told)
    answer = get(client, f"/jobs/{job.id}/save")
    assert answer.content_type == job.order.kind
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{job.order.name}"'
    assert answer.content_length == len(answer.data)
    return bytes(answer.data)


def members(data: bytes) -> dict[str, bytes]:
    """Take a zip apart."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def typed(text: str) -> str:
    """Give the text of the table, as the form has it."""
    found = re.search(r"(?s)<textarea[^>]*>\n(.*?)</textarea>", text)
    assert found
    return found[1]
