"""What is told of a table for copies: every mistake at its row, in words; and what is no table is refused."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web_copies import begin, clinic, made, members, send, typed
from tests.web_server import Site, get, site
from workbook.outbox import INDEX
from workbook.web.copies.wanted import MOST_COPIES


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clinic(tmp_path_factory.mktemp("copies") / "clinic")


@pytest.fixture(scope="module")
def shared(shared_folder: Path, folder: Path) -> Iterator[Site]:
    with site(shared_folder / "cache", folder) as running:
        yield running


@pytest.fixture
def guest(shared: Site) -> FlaskClient:
    return shared.guest()


def shown(text: str) -> list[tuple[str, str]]:
    """Give the rows that are shown, each with what is to be done."""
    rows = re.findall(r'(?s)data-row="(\d+)".*?<td class="todo">(.*?)</td>', text)
    return [(number, re.sub(r"<[^>]+>", "", told)) for number, told in rows]


def test_all_mistakes_are_told_at_their_rows_and_nothing_is_made(shared: Site, guest: FlaskClient):
    table = "number,name,edition,add\n1,Quirina,larg-print,\n2,Lu,,goals-that-fitt\n2,Jo,,\n4,=1+1,,\n5,Sam,,\n"
    before = len(shared.house.jobs._jobs)
    for do in ("show", "make"):
        answer = send(guest, table, do=do)
        assert "4 things to mend" in answer.text
        told = shown(answer.text)
        assert [number for number, _ in told] == ["2", "3", "4", "5"]
        assert "edition: The column" in told[0][1]
        assert "Did you mean &#34;large-print&#34;?" in told[0][1]
        assert "Did you mean &#34;goals-that-fit&#34;?" in told[1][1]
        assert "the same as in row 3" in told[2][1]
        assert "begins like a formula" in told[3][1]
        assert not any("Quirina" in words for _, words in told)
        assert answer.text.count('class="bad"') == 4
        assert typed(answer.text) == table
    assert len(shared.house.jobs._jobs) == before


def test_what_shows_only_when_it_is_set_is_told_at_its_row_and_can_be_mended(shared: Site, guest: FlaskClient):
    table = f"number,name,goals\n1,Quirina,\n2,,{'W' * 99}\n"
    job = begin(shared, guest, table, size="large-print")
    assert job.ticket.over.wait(60)
    assert (job.ticket.state, job.size) == ("problems", 0)
    text = get(guest, f"/jobs/{job.id}").text
    first = text.partition('<ul class="problems">')[2]
    assert first.startswith('<li class="wrong"><p><strong>Row 3, column 3.</strong> This cannot be printed as it is.')
    assert f'<a href="/copies?again={job.id}">Mend the table</a>' in text
    assert "Quirina" not in text
    assert typed(get(guest, f"/copies?again={job.id}").text) == table


def test_looking_makes_nothing_and_shows_the_rows_as_they_were_read(shared: Site, guest: FlaskClient):
    before = len(shared.house.jobs._jobs)
    answer = send(guest, "number\tname\n7\tQuirina\n", do="show")
    assert "1 row, and nothing to mend" in answer.text
    assert "<td>Quirina</td>" in answer.text
    assert 'data-row="2"' in answer.text
    assert len(shared.house.jobs._jobs) == before


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("1\tDana\n2\tLu\n", "There is no column &#34;number&#34;"),
        ("number,name\n", "There are no rows below the first one."),
        ("number,hobby\n1,x\n", "Column 2 has a name that is not known."),
        ("number,number\n1,1\n", "There are two columns"),
        ('number,name\n1,"Dana\n', "A quotation mark in this row is not closed"),
        ("number,name\n1,Da\x07na\n", "signs that are not printed"),
        ("number,name\n1,\u202eanaD\n", "signs that are not printed"),
        ("number,name\n1,漢字\n", "The fonts of the page do not have character 1"),
        ("number,name\n1," + "x" * 41, "more than 40 characters"),
        ("number,name\n../1,Dana", "cannot be the name of a file"),
        ("number,name\n1,Dana,more\n", "more cells than the first row has columns"),
        ("number\n1\n\n2\n", "This row is empty."),
        ("number,remove\n1,tea\n", "No module of the program is left"),
        ("number,add\n1,no-such-thing-at-all\n", "The library shows every module"),
        ("number,locale\n1,xx-XX\n", "There are no crisis lines for the language"),
        (",".join(["number", *(f"c{n}" for n in range(499))]) + "\n1\n", "499 things to mend"),
        ("number\n" + "".join(f"{n}\n" for n in range(1, MOST_COPIES + 2)), "There are more than 200 rows"),
        ("number\n" + "1\n" * 10_005, "There are more than 200 rows"),
        ("number,name\n1,\0Dana\n", "characters that no text has"),
    ],
)
def test_what_is_wrong_is_told_in_words_and_the_text_stays(table: str, words: str, guest: FlaskClient):
    answer = send(guest, table)
    assert answer.status_code == 200
    assert words in answer.text
    assert "Nothing is made yet. Mend the table" in answer.text
    assert typed(answer.text).split()[:1] == table.split()[:1]
    assert len(answer.text) < 1_000_000


def test_what_a_page_shows_is_text(guest: FlaskClient):
    script = "<script>alert(1)</script>"
    answer = send(guest, f"number,name\n1,{script}\n{script},x\n", do="show", count=f'"{script}')
    assert script not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "{{" not in send(guest, "number,name\n{{7*7}},x\n").text.replace("{{7*7}}", "")


@pytest.mark.parametrize(
    ("told", "marked", "words"),
    [
        ({"program": "nowhere"}, "program", "Choose a program."),
        ({"program": ""}, "program", "Choose a program."),
        ({"table": "  \r\n "}, "table", "There is no table yet."),
        ({"rows": "count", "count": "0"}, "count", "Write a whole number of copies from 1 to 200."),
        ({"rows": "count", "count": "201"}, "count", "from 1 to 200"),
        ({"rows": "count", "count": "2e1"}, "count", "from 1 to 200"),
        ({"rows": "count", "count": "٣"}, "count", "from 1 to 200"),
        ({"rows": "nobody"}, "", "not offered"),
        ({"get": "fax"}, "", "not offered"),
        ({"size": "huge"}, "", "not offered"),
        ({"form": "html"}, "", "Copies are PDFs for clients"),
        ({"copy": "facilitator"}, "", "Copies are PDFs for clients"),
        ({"get": "print", "form": "fillable"}, "", "a print file would be empty"),
    ],
)
def test_a_form_that_makes_no_sense_is_given_back(
    told: dict[str, str], marked: str, words: str, shared: Site, guest: FlaskClient
):
    form = {"table": "number,name\n1,Dana\n", **told}
    answer = send(guest, form.pop("table"), None, **form)
    assert answer.status_code == 400
    assert words in answer.text
    invalid = re.findall(r'id="(\w+)"[^>]*aria-invalid="true" autofocus aria-describedby="mistake', answer.text)
    assert invalid == ([marked] if marked else [])
    if "table" not in told:
        assert typed(answer.text) == "number,name\n1,Dana\n"
    if "count" in told:
        assert f'value="{told["count"]}"' in answer.text
    assert not [job for job in shared.house.jobs._jobs.values() if not job.ticket.state.is_over]


# Files


@pytest.mark.parametrize(
    "data",
    [
        "\ufeffnumber;name\r\n7;Quirína\r\n".encode(),
        b"sep=;\r\nnumber;name\r\n7;Quir\xc3\xadna\r\n",
        "number\tname\n7\tQuirína".encode(),
    ],
)
def test_the_table_of_a_file_stands_in_the_form_and_can_be_mended_there(data: bytes, shared: Site, guest: FlaskClient):
    answer = send(guest, "what was there", (data, "../../roster.csv"), do="show")
    assert "1 row, and nothing to mend" in answer.text
    assert "This is the table of your file." in answer.text
    table = typed(answer.text)
    assert "Quirína" in table
    assert "\ufeff" not in table
    assert list(members(made(shared, guest, table))) == ["7.pdf", INDEX]


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("roster.csv", b"0" * 50_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "This is a picture"),
        (bomb(), "a spreadsheet or zip file"),
        ("number,name\n1,Dana\n".encode("utf-16"), "text in the encoding UTF-16"),
        ("number,name\n1,Zoë\n".encode("latin-1"), "(row 2)"),
        (b"number\n1\0\n", "characters that no text has"),
        (b"", "The file is empty."),
    ],
)
def test_what_is_no_table_is_refused_and_the_text_stays(data: bytes, words: str, guest: FlaskClient):
    answer = send(guest, "number\n1\n", (data, "roster.csv"))
    assert answer.status_code == 400
    assert words in answer.text
    assert 'aria-describedby="mistake file-hint"' in answer.text
    assert typed(answer.text) == "number\n1\n"


def test_a_file_of_ten_megabytes_is_refused_in_words(shared: Site, guest: FlaskClient):
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="roster.csv"\r\n\r\n'
    body = head.encode() + b"1\n" * 5_000_000 + b"\r\n--x--\r\n"
    origin = {"Origin": shared.address, "Host": shared.address.partition("//")[2]}
    answer = guest.post("/copies", data=body, content_type="multipart/form-data; boundary=x", headers=origin)
    assert answer.status_code == 413
    assert "Too much at once" in answer.text
