"""The topics of the founding articles: both ways between topics and modules, and down to the words that teach them."""

from datetime import date
from pathlib import Path

import pytest

from tests.commands import run
from workbook import paths
from workbook.checking import check_paths
from workbook.checks.topics import check, check_topics
from workbook.library import Library, Topic, load
from workbook.parse import parse
from workbook.problems import Problem
from workbook.source import SourceFile, read_text
from workbook.taught import find_words, parts_of, spots

DAY = date(2026, 12, 1)
HEAD = "breath:\n  title: Breathing\n  articles: [S4]\n  modules: [slow-breathing]\n"


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load()


def told(library: Library, text: str) -> list[Problem]:
    """Give the problems of a list of topics, as if the shipped one said this."""
    source = read_text(text, Path("topics.yaml"))
    kept = dict(library.topics)
    library.topics.clear()
    try:
        library.topics.update(dict(topics_of(source)))
        return list(check_topics(library, source))
    finally:
        library.topics.clear()
        library.topics.update(kept)


def topics_of(source: SourceFile) -> list[tuple[str, Topic]]:
    assert isinstance(source.data, dict)
    found = [(key, parse(Topic, source, (key,))) for key in source.data]
    assert not [problem for _, (_, problems) in found for problem in problems]
    return [(key, topic) for key, (topic, _) in found if topic]


def test_there_are_fifty_topics_of_five_articles(shipped: Library):
    assert len(shipped.topics) == 50
    assert {article for topic in shipped.topics.values() for article in topic.articles} == {
        "S0",
        "S1",
        "S2",
        "S3",
        "S4",
    }
    assert all(topic.modules or topic.waiting_for for topic in shipped.topics.values())


def test_topics_and_shipped_modules_name_each_other(shipped: Library):
    forth = {(name, module) for name, topic in shipped.topics.items() for module in topic.modules}
    back = {(topic, name) for name, entry in shipped.modules.items() for topic in entry.value.topics}
    assert forth == back


def test_the_shipped_places_are_there():
    count, problems = check_paths([], [paths.SEEDS / "topics.yaml"], DAY)
    assert problems == ()
    assert count == 1


def test_a_place_is_found_as_a_reader_finds_it(shipped: Library):
    assert find_words(shipped, "slow-breathing/learn", "SMALL,  easy breaths") is not None
    assert find_words(shipped, "slow-breathing/steps", "small, easy breaths") is None
    assert find_words(shipped, "slow-breathing/my-week", None) is not None
    assert find_words(shipped, "no-such-module/learn", None) is None
    assert not [*spots(shipped, "slow-breathing/no-such-part")]
    parts = parts_of(shipped.modules["slow-breathing"].value)
    assert {"learn", "facilitator", "my-week"} <= set(parts)


def test_words_of_a_standing_worksheet_count_where_a_module_uses_it(shipped: Library):
    uses = [(e.value, s.use) for e in shipped.modules.values() for s in e.value.worksheets if hasattr(s, "use")]
    module, sheet = uses[0]
    title = shipped.worksheets[sheet].value.blocks[0]
    words = getattr(title, "label", None) or getattr(title, "text", "")
    assert find_words(shipped, f"{module.id}/{sheet}", words) is not None


def test_places_that_are_there_are_right(shipped: Library):
    text = f"{HEAD}  where:\n    slow-breathing/learn: small, easy breaths\n    slow-breathing/my-week:\n"
    assert [p.code for p in told(shipped, text)] == ["reference/topic-and-module-differ"], "it is called otherwise"


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("slow-breathing/lern: small", 5, '"slow-breathing" has no part or worksheet "lern".'),
        ("slow-breathing/my-weak:", 5, '"slow-breathing" has no part or worksheet "my-weak".'),
        ("slow-breathing/learn: large breaths", 27, '"large breaths" does not stand in slow-breathing/learn.'),
        ("riding-the-wave/learn: wave", 5, '"riding-the-wave" is not one of the modules of "breath".'),
    ],
)
def test_a_place_that_is_gone_is_an_error_at_its_line(shipped: Library, line, column, message):
    found = [p for p in told(shipped, f"{HEAD}  where:\n    {line}\n") if p.code == "reference/unknown-place"]
    assert [(p.place.line, p.place.column, p.message, p.is_error) for p in found] == [(6, column, message, True)]


def test_once_a_topic_says_where_each_has_to(shipped: Library):
    second = HEAD.replace("breath:", "calm:")
    assert "reference/no-place" not in [p.code for p in told(shipped, HEAD + second)]
    begun = f"{HEAD}  where:\n    slow-breathing/learn: easy\n{second}"
    found = [p for p in told(shipped, begun) if p.code == "reference/no-place"]
    assert [(p.place.line, p.place.column, p.is_error) for p in found] == [(10, 13, False)]


def test_both_sides_say_so_when_they_differ(shipped: Library):
    found = told(shipped, HEAD + "other:\n  title: Other\n  modules: [slow-breething]\n")
    assert [(p.code, p.place.line) for p in found] == [
        ("reference/topic-and-module-differ", 4),
        ("reference/unknown-module", 7),
    ]
    assert found[1].hint == 'Did you mean "slow-breathing"?'
    entry = shipped.modules["slow-breathing"]
    topic = entry.value.topics[0]
    kept = shipped.topics[topic]
    shipped.topics[topic] = kept.model_copy(update={"modules": ()})
    problems = list(check(shipped, entry))
    shipped.topics[topic] = kept
    assert [p.code for p in problems] == ["reference/topic-and-module-differ"]
    assert not [*check(shipped, entry)]


def test_topics_are_listed_with_articles_modules_and_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "topics.yaml").write_text(f"{HEAD}  where:\n    slow-breathing/learn: small, easy breaths\n")
    (tmp_path / "sources.yaml").symlink_to(paths.SEEDS / "sources.yaml")
    monkeypatch.setattr(paths, "SEEDS", tmp_path)
    head, row = run("list", "topics").output.splitlines()
    assert head.split() == ["ID", "TITLE", "ARTICLES", "ABOUT"]
    assert row.split(maxsplit=3) == ["breath", "Breathing", "S4", "slow-breathing (learn)"]
    shown = run("show", "breath").output
    assert "In the articles  S4" in shown
    assert "slow-breathing: Slow breathing" in shown
    assert "Small, easy" in shown
    assert "slow-breathing.yaml:" in shown


def test_a_topic_that_is_called_like_a_worksheet_has_a_longer_name():
    assert "workbook show topic:problem-solving" in run("show", "problem-solving").output
    assert run("show", "topic:problem-solving").output.startswith("Solving problems")
    missing = run("show", "topic:problems-solving")
    assert missing.exit_code == 1
