"""Full-text search over modules and worksheets: what is found, in which order, how fast, and what is kept."""

import json
import time
from pathlib import Path

import pytest

from tests.commands import run
from tests.wrong_files import MODULE, changed
from workbook import search as room
from workbook.cache import Cache
from workbook.library import load
from workbook.search import COLUMNS, Document, FullTextIndex, PlainIndex, Term, search, terms

WORDS: dict[str, tuple[str, ...]] = {
    "title": ("Night and day\nnights", "rest", "A line", "For those who lie awake", "Count sheep."),
    "tags": ("Other\nother", "Sleeping\nnight", "A line", "x", "y"),
    "text": (
        "Third\nthird",
        "tea",
        "A line",
        "x",
        "Sleeping well at night is a habit; self-talk helps. Café. Worries go.",
    ),
    "uses": ("Fourth\nfourth", "cup", "A line", "People who worry at night", "y"),
}
"""Documents by what stands out in them."""


def documents(words: dict[str, tuple[str, ...]] = WORDS) -> list[Document]:
    return [Document({"id": name}, texts) for name, texts in words.items()]


@pytest.fixture(params=["fts5", "plain"])
def index(request: pytest.FixtureRequest) -> room.Index:
    """Both kinds of index: what is asked of both must be found by both."""
    if request.param == "plain":
        return PlainIndex(documents(), (), 0)
    made = FullTextIndex.made(documents(), (), 0)
    return FullTextIndex.recalled(made.as_bytes())


def found(index: room.Index, term: Term, columns: tuple[str, ...] = tuple(COLUMNS)) -> list[str]:
    scores = index.scores(term, columns)
    return [list(WORDS)[number] for number in sorted(scores, key=lambda number: scores[number])]


def put(root: Path, name: str, *changes: tuple[str, str]) -> Path:
    path = root / f"modules/{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(changed(MODULE, ("id: in", f"id: {name}"), *changes), encoding="utf-8")
    return path


def ids(libraries: list[Path], what: str, words: str = "", purpose: str = "", cache: Cache | None = None) -> list[str]:
    return [row["id"] for row in search(libraries, what, words, purpose, cache).rows]


# What is found


def test_a_title_stands_before_tags_and_those_before_the_text(index):
    assert found(index, Term("night")) == ["title", "tags", "uses", "text"]


@pytest.mark.parametrize(
    ("term", "names"),
    [
        (Term("NIGHT"), ["tags", "text", "title", "uses"]),
        (Term("nigh"), ["tags", "text", "title", "uses"]),
        (Term("ni"), []),
        (Term("ight"), []),
        (Term("night", exact=True), ["tags", "text", "title", "uses"]),
        (Term("nigh", exact=True), []),
        (Term("night is a habit", exact=True), ["text"]),
        (Term("habit is a night", exact=True), []),
        (Term("self-talk"), ["text"]),
        (Term("café"), ["text"]),
        (Term("!!!"), []),
        (Term("*"), []),
        (Term("NEAR("), []),
        (Term("title:night"), []),
        (Term('a"b'), []),
    ],
    ids=repr,
)
def test_a_term_is_a_word_its_beginning_or_a_phrase(index, term, names):
    assert sorted(found(index, term)) == names


def test_stems_and_accents_make_no_difference():
    index = FullTextIndex.made(documents(), (), 0)
    assert set(found(index, Term("sleep", exact=True))) == {"tags", "text"}
    assert set(found(index, Term("worrying"))) == {"text", "uses"}
    assert found(index, Term("cafe")) == ["text"]


def test_only_some_columns_are_looked_through(index):
    assert found(index, Term("sleeping"), room.PURPOSE) == ["tags"]
    assert found(index, Term("worr"), room.PURPOSE) == ["uses"]


def test_what_is_typed_is_taken_apart_into_words_and_phrases():
    assert terms('sleep  "small step" sleep') == (Term("sleep"), Term("small step", exact=True))
    assert terms('"') == terms('""') == terms("  ") == ()
    assert terms('open "end') == (Term("open"), Term("end"))


def test_all_words_must_be_there_anywhere_in_a_file(tmp_path):
    put(tmp_path, "tea", ("Look around.", "Look at the samovar."), ("Slow down.", "Slow down like a heron."))
    put(tmp_path, "cup", ("Look around.", "Look at the samovar."))
    assert ids([tmp_path], "modules", "samovar heron") == ["tea"]
    assert set(ids([tmp_path], "modules", "samovars")) == {"tea", "cup"}
    result = search([tmp_path], "modules", "samovar platypus")
    assert result.rows == []
    assert result.nowhere == ("platypus",)


def test_words_of_clients_count_and_those_for_machines_and_facilitators_do_not(tmp_path):
    put(
        tmp_path,
        "tea",
        ("One thing I see", "One heron I see"),
        ("A blue cup", "A blue wren"),
        ("- Pencils", "- Stilts"),
        ("Someone is tense.", "Someone is a dunlin."),
    )
    for word in ("heron", "wren", "dunlin", "grounding"):
        assert "tea" in ids([tmp_path], "modules", word), word
    for word in ("stilts", "najavits", "unreviewed"):
        assert ids([tmp_path], "modules", word) == [], word


def test_for_looks_at_what_something_is_for_and_not_at_its_pages(tmp_path):
    put(tmp_path, "tea", ("Look around.", "Look for the dunlin."))
    put(tmp_path, "cup", ("Someone is tense.", "Someone is a dunlin."))
    put(tmp_path, "pot", ("[calm]", "[dunlin]"))
    assert ids([tmp_path], "modules", "dunlin") == ["pot", "cup", "tea"]
    assert ids([tmp_path], "modules", purpose="dunlin") == ["pot", "cup"]


def test_a_module_is_found_by_its_topic_and_by_the_worksheet_that_it_uses(tmp_path):
    put(tmp_path, "tea", ("practice:", "  - use: sleep-diary\npractice:"))
    assert "tea" in ids([tmp_path], "modules", '"sleep diary"')
    title = load().topics["problem-solving"].title
    assert "solving-problems" in ids([], "modules", purpose=title)


# What is kept


def test_the_second_search_reads_no_yaml_and_finds_the_same(tmp_path, monkeypatch):
    put(tmp_path / "lib", "tea", ("Look around.", "Look for the dunlin."))
    (tmp_path / "lib/modules/broken.yaml").write_text("id: [", encoding="utf-8")
    cache = Cache(tmp_path / "cache")
    first = search([tmp_path / "lib"], "modules", "dunlin", cache=cache)
    monkeypatch.setattr(room, "load", lambda *_: pytest.fail("everything was read again"))
    assert search([tmp_path / "lib"], "modules", "dunlin", cache=cache) == first
    assert [row["id"] for row in first.rows] == ["tea"]
    assert first.broken == 1
    assert "problem-solving" in first.topics


def test_a_change_to_a_file_is_found_at_once_also_within_a_second(tmp_path):
    cache = Cache(tmp_path / "cache")
    put(tmp_path / "lib", "tea", ("Look around.", "Look at herons."))
    assert ids([tmp_path / "lib"], "modules", "wrens", cache=cache) == []
    put(tmp_path / "lib", "tea", ("Look around.", "Look at wrens. "))
    assert ids([tmp_path / "lib"], "modules", "wrens", cache=cache) == ["tea"]
    (tmp_path / "lib/modules/tea.yaml").unlink()
    assert ids([tmp_path / "lib"], "modules", "wrens", cache=cache) == []


def test_a_damaged_index_and_a_folder_that_cannot_be_written_are_no_trouble(tmp_path):
    cache = Cache(tmp_path / "cache")
    expected = ids([], "worksheets", "sleep", cache=cache)
    for note in (tmp_path / "cache").glob("*/*.note"):
        note.write_bytes(b"x" * 100)
    assert ids([], "worksheets", "sleep", cache=cache) == expected
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert ids([], "worksheets", "sleep", cache=Cache(tmp_path / "file/cache")) == expected


def test_without_fts5_the_same_words_are_found(tmp_path, monkeypatch):
    with_index = set(ids([], "worksheets", "sleep night"))
    monkeypatch.setattr(room, "has_fts5", lambda: False)
    cache = Cache(tmp_path / "cache")
    assert set(ids([], "worksheets", "sleep night", cache=cache)) <= with_index
    assert "sleep-diary" in ids([], "worksheets", "sleep night", cache=cache)
    assert not (tmp_path / "cache").exists()


def test_a_thousand_modules_are_searched_in_less_than_a_third_of_a_second():
    page = " ".join(f"word{n} breathing slowly and looking around" for n in range(250))
    many = [
        Document({"id": f"m{n}", "title": "x" * 40}, (f"Module {n}", "calm\ntea", "A line", "For all", page))
        for n in range(1000)
    ]
    kept = FullTextIndex.made(many, (), 0).as_bytes()
    start = time.process_time()
    index = FullTextIndex.recalled(kept)
    rows, _, _ = index.facts()
    scores = [index.scores(term, tuple(COLUMNS)) for term in terms('breath "looking around" word7')]
    assert time.process_time() - start < 0.3
    assert [len(found) for found in scores] == [len(rows)] * 3


# The command


def listed(*arguments: str | Path) -> list[str]:
    return [row["id"] for row in json.loads(run("list", *arguments, "--json").stdout)]


def test_the_command_combines_words_purpose_topic_and_minutes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert set(listed("modules", "--search", "worry", "--topic", "flexible-thinking")) == {
        *("weighing-the-evidence", "when-worry-goes-round")
    }
    assert listed("modules", "--for", "anger", "--domain", "grounding") == []
    assert "sleep-diary" in listed("worksheets", "--for", "sleep", "--max-minutes", "5")
    assert listed("modules", "--topic", "problem-solving") == ["solving-problems"]
    assert 'Did you mean "problem-solving"' in run("list", "modules", "--topic", "problem-solvin").output
    assert run("list", "worksheets", "--topic", "problem-solving").exit_code == 2
    assert run("list", "programs", "--for", "sleep").exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_which_word_is_nowhere():
    result = run("list", "modules", "--search", "worry platypus")
    assert result.exit_code == 0
    assert 'No modules found. Nothing has "platypus" in it.' in result.stderr
    assert "worry" not in result.stderr


def test_programs_and_topics_are_searched_by_their_rows():
    assert "resilience-group" in listed("programs", "--search", "resilience")
    assert "medication" in " ".join(listed("topics", "--search", "medic"))
