"""A library of a thousand modules; ``make bench`` says how long its pages take."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.printing import library
from tests.web_server import Site, get, site
from workbook.search import Document, FullTextIndex
from workbook.web.shelf import Stock

MANY = 1000
ON_A_PAGE = 48


@pytest.fixture(scope="module")
def large(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a library whose folder has a thousand files, and whose lists have a thousand rows.

    Reading so many modules takes ten seconds, once; so the rows are copies, and the files have nothing in them.
    """
    clinic = tmp_path_factory.mktemp("clinic")
    (clinic / "extra").mkdir()
    for number in range(MANY):
        (clinic / "extra" / f"file-{number}.yaml").write_text("# nothing\n", encoding="ascii")
    with site(shared_folder / "cache", clinic) as made:
        shelf = made.house.shelf
        shelf._stock = _many(shelf.now())
        yield made


def _many(stock: Stock) -> Stock:
    rows = [{**row, "id": f"{row['id']}-{copy}"} for copy in range(MANY) for row in stock.rows["modules"]][:MANY]
    found = [Document(row, (row["title"], " ".join(row["tags"]), row["about"], "", row["about"] * 40)) for row in rows]
    index = FullTextIndex.made(found, (), 0).as_bytes()
    return replace(stock, rows={**stock.rows, "modules": rows}, indexes={**stock.indexes, "modules": index})


@pytest.mark.parametrize("path", ["/?q=panic", "/?domain=grounding", "/?q=breath&page=2", "/modules/riding-the-wave"])
def test_a_page_shows_no_more_than_it_should(path: str, large: Site):
    answer = get(large.guest(), path)
    assert answer.status_code == 200
    assert answer.text.count('<li class="card"') <= ON_A_PAGE


def test_the_list_has_all_of_them(large: Site):
    assert f"{MANY} modules" in get(large.guest(), "/").text
    assert len(library().modules) < MANY
