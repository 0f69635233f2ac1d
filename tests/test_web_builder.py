"""The program builder, asked for without a browser: what each button does, what is saved, and what is refused."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.printing import library
from tests.web_forms import Fields, read_form, send
from tests.web_server import Site, get, site
from workbook.library import load
from workbook.ownfile import outcome, start_new
from workbook.paths import CONTENT
from workbook.web.builder.moves import Table, done
from workbook.web.builder.shape import shape_of
from workbook.web.builder.wish import read_wish

BASE = "resilience-group"
PAGE = f"/programs/{BASE}/change"
SESSIONS = library().programs[BASE].value.sessions
FIRST, SECOND = SESSIONS[0], SESSIONS[1]
MODULE = FIRST.modules[0]
TITLE = library().modules[MODULE].value.title
OTHER = "when-worry-goes-round"
HAND = f"""\
# Ask Sam first.
id: ours
extends: {BASE}
title: Ours # on the door
changes:
  # Too long
  - remove: solving-problems
"""


@pytest.fixture(scope="module")
def shared(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(shared_folder / "cache", own=tmp_path_factory.mktemp("clinic") / "Workbook") as made:
        yield made


@pytest.fixture(scope="module")
def guest(shared: Site) -> FlaskClient:
    return shared.guest()


class Builder:
    """The builder as somebody uses it: each step sends the form that the last page had."""

    def __init__(self, client: FlaskClient, page: str = PAGE) -> None:
        self.client = client
        self.page = page
        self.answer = get(client, page)
        assert self.answer.status_code == 200, self.text

    @property
    def text(self) -> str:
        return html.unescape(self.answer.text)

    @property
    def form(self) -> Fields:
        return read_form(self.answer.text).fields

    @property
    def invalid(self) -> list[str]:
        return read_form(self.answer.text).invalid

    @property
    def news(self) -> str:
        found = re.search(r'data-news="([^"]*)"', self.text)
        return found[1] if found else ""

    @property
    def order(self) -> list[list[str]]:
        form = self.form
        return [form[f"modules:{name}"][0].split() for name in form["order"][0].split()]

    def do(self, what: str, **told: Any) -> TestResponse:
        self.answer = send(self.client, self.page, self.form, **({"do": what} | told))
        return self.answer


def test_the_page_shows_the_program_as_it_is(guest: FlaskClient):
    builder = Builder(guest)
    assert builder.order == [list(session.modules) for session in SESSIONS]
    assert builder.form["title"] == [""]
    assert not builder.invalid
    assert "100 of 120 minutes" in builder.text
    assert f'href="{PAGE}"' in get(guest, f"/programs/{BASE}").text
    assert "Make it yours" in get(guest, f"/programs/{BASE}").text


def test_modules_move_with_the_buttons_and_the_news_says_where_to(guest: FlaskClient):
    builder = Builder(guest)
    builder.do(f"down:{MODULE}")
    assert builder.order[0] == [FIRST.modules[1], MODULE]
    assert builder.news == f"“{TITLE}” is now second of 2 in session 1. 100 of 120 minutes."
    builder.do(f"down:{MODULE}")
    assert builder.order[:2] == [[FIRST.modules[1]], [MODULE, *SECOND.modules]]
    assert builder.news == f"“{TITLE}” is now first of 3 in session 2. 150 of 120 minutes. It is too long."
    assert "150 of 120 minutes: too long" in builder.text
    assert "takes 150 minutes; a session has 120" in builder.text
    builder.do(f"up:{MODULE}")
    assert builder.order == [[FIRST.modules[1], MODULE], *[list(one.modules) for one in SESSIONS[1:]]]
    builder.do(f"move:{MODULE}", **{f"to:{MODULE}": SESSIONS[-1].id})
    assert builder.order[-1][-1] == MODULE
    builder.do(f"place:{MODULE}:{SECOND.id}:1")
    assert builder.order[1] == [SECOND.modules[0], MODULE, *SECOND.modules[1:]]
    first = builder.order[0][0]
    builder.do(f"up:{first}")
    assert builder.news == "Nothing has changed."


def test_sessions_move_are_left_out_come_back_and_are_added(guest: FlaskClient):
    builder = Builder(guest)
    builder.do(f"session-down:{FIRST.id}")
    assert builder.form["order"][0].split()[:2] == [SECOND.id, FIRST.id]
    assert builder.news == f"“{FIRST.title}” is now session 2 of 8."
    builder.do(f"place-session:{FIRST.id}:0")
    builder.do(f"session-up:{FIRST.id}")
    assert builder.form["order"][0].split() == [one.id for one in SESSIONS]
    builder.do(f"remove-session:{FIRST.id}")
    assert builder.news == f"“{FIRST.title}” was removed. 7 sessions left."
    assert f"back-session:{FIRST.id}" in read_form(builder.answer.text).buttons
    builder.do(f"back-session:{FIRST.id}")
    assert builder.order == [list(one.modules) for one in SESSIONS]
    builder.do("new-session")
    assert builder.order[-1] == []
    assert "There is no module in it" in builder.text


def test_modules_are_left_out_come_back_and_are_found_and_added(guest: FlaskClient):
    builder = Builder(guest)
    builder.do(f"remove:{MODULE}")
    assert builder.news == f"“{TITLE}” was removed. 50 of 120 minutes."
    builder.do(f"back:{MODULE}")
    assert builder.order == [list(one.modules) for one in SESSIONS]
    builder.do("find", q="worry")
    assert f"add:{OTHER}" in read_form(builder.answer.text).buttons
    assert "reads at grade" in builder.text
    builder.do(f"add:{OTHER}", add_to=SECOND.id)
    assert builder.order[1] == [*SECOND.modules, OTHER]
    assert f"add:{OTHER}" not in read_form(builder.answer.text).buttons
    assert builder.form["q"] == ["worry"]
    assert builder.form["add_to"] == [SECOND.id]
    builder.do("find", q="xyzzyq")
    assert "Nothing else in the library has these words" in builder.text


@pytest.mark.parametrize(
    "do",
    [
        "",
        "up",
        "up:nothing",
        "up:../../etc",
        "place:x:y:z",
        f"place:{MODULE}:{FIRST.id}:99999",
        f"place:{MODULE}:{FIRST.id}:-1",
        "place-session:x:0",
        "add:nothing",
        f"add:{MODULE}",
        "back:nothing",
        "back-session:nothing",
        "words:nothing",
        f"words:{OTHER}",
        "move:nothing",
        "explode",
        "::::",
    ],
)
def test_what_no_button_says_changes_nothing(do: str, guest: FlaskClient):
    builder = Builder(guest)
    builder.do(do)
    assert builder.answer.status_code == 200
    assert builder.order == [list(one.modules) for one in SESSIONS]


def test_what_is_saved_is_the_program_and_its_page_prints_it(guest: FlaskClient, shared: Site):
    folder = shared.house.folder.root
    assert folder
    builder = Builder(guest)
    builder.do(f"up:{SECOND.modules[0]}")
    builder.do("show", title="Tuesday: ours", minutes="150", scale="0-100", values="group.day: Tuesday")
    answer = builder.do("save", **{f"title:{FIRST.id}": "Welcome in", f"note:{FIRST.id}": "Bring tea."})
    assert answer.status_code == 303, builder.invalid
    assert answer.headers["Location"] == f"/programs/tuesday-ours/change/saved?of={BASE}"
    file = folder / "programs" / "tuesday-ours.yaml"
    assert file.read_text(encoding="utf-8").partition("\n\n")[2] == (
        f"id: tuesday-ours\nextends: {BASE}\n"
        'title: "Tuesday: ours"\nsession_minutes: 150\n\nsettings:\n  scale: 0-100\n\n'
        "values:\n  group:\n    day: Tuesday\n\nchanges:\n"
        f"  - move: {SECOND.modules[0]}\n    to: {FIRST.id}\n"
        f"  - at: {FIRST.id}\n    set:\n      title: Welcome in\n"
        f"  - at: {FIRST.id}\n    note: Bring tea.\n\nreview:\n  status: unreviewed\n"
    )
    assert not [one for one in load([folder]).problems if "tuesday" in one.place.file]
    page = get(guest, answer.headers["Location"])
    assert "programs/tuesday-ours.yaml" in page.text
    assert f'data-keep="builder:{BASE}" data-saved' in page.text
    assert 'href="/programs/tuesday-ours"' in page.text
    shown = get(guest, "/programs/tuesday-ours")
    assert "Change it" in shown.text
    again = Builder(guest, "/programs/tuesday-ours/change")
    assert again.form["title"] == ["Tuesday: ours"]
    assert again.form["values"] == ["group.day: Tuesday"]
    assert again.form["scale"] == ["0-100"]
    second = Builder(guest)
    answer = second.do("save", title="Tuesday, ours")
    assert answer.headers["Location"].startswith("/programs/tuesday-ours-2/")


def test_the_words_of_a_module_are_changed_for_the_program_alone(guest: FlaskClient, shared: Site):
    folder = shared.house.folder.root
    assert folder
    builder = Builder(guest)
    builder.do(f"words:{MODULE}", title="In other words")
    module = library().modules[MODULE].value
    sheet = module.worksheets[0]
    assert builder.form[f"text:{MODULE}:tagline"] == [module.tagline]
    told: dict[str, Any] = {f"text:{MODULE}:tagline": "x " * 13, f"note:{MODULE}": "Shoes off."}
    builder.do(f"words:{MODULE}", **told)
    assert builder.invalid == [f"text:{MODULE}:tagline"]
    assert "A tagline has 12 words at most" in builder.text
    told = {f"text:{MODULE}:tagline": "Other words.", f"text:{MODULE}/{sheet.id}:title": "Another title"}
    builder.do("show", **told)
    assert builder.form[f"text:{MODULE}:tagline"] == ["Other words."]
    assert not [name for name in builder.form if name.startswith(f"text:{MODULE}:steps")]
    assert "In the module:" in builder.do(f"words:{MODULE}").text
    builder.do("show")
    answer = builder.do("save")
    assert answer.status_code == 303, builder.text
    text = (folder / "programs" / "in-other-words.yaml").read_text(encoding="utf-8")
    assert f"  - at: {MODULE}\n    set:\n      tagline: Other words.\n" in text
    assert f"  - at: {MODULE}/{sheet.id}\n    set:\n      title: Another title\n" in text
    assert f"  - at: {MODULE}\n    note: Shoes off.\n" in text
    assert len(re.findall(r"(?m)^  - ", text)) == 3
    again = Builder(guest, "/programs/in-other-words/change")
    again.do(f"words:{MODULE}")
    assert again.form[f"text:{MODULE}:tagline"] == ["Other words."]
    again.do("save", **{f"text:{MODULE}:tagline": module.tagline})
    assert "tagline" not in (folder / "programs" / "in-other-words.yaml").read_text(encoding="utf-8")


def test_parts_of_sheets_are_left_out_and_come_back(guest: FlaskClient):
    builder = Builder(guest)
    module = "slow-breathing"
    builder.do(f"words:{module}", title="Parts")
    builder.do("show", drop=[f"{module}/my-week", f"{module}/along-the-line/way"])
    assert set(builder.form["drop"]) == {f"{module}/along-the-line/way", f"{module}/my-week"}
    builder.do(f"words:{module}")
    assert set(builder.form["drop"]) == {f"{module}/along-the-line/way", f"{module}/my-week"}
    builder.do(f"words:{module}", drop=[f"{module}/my-week", f"{module}/along-the-line"])
    assert "A module keeps one worksheet at least" in builder.text
    builder.do("show", drop=None)
    assert "drop" not in builder.form


@pytest.mark.parametrize(
    ("told", "invalid", "said"),
    [
        ({"title": " "}, ["title"], "Give your program a name"),
        ({"title": "x" * 61}, ["title"], "It has 61 letters"),
        ({"title": "T", "minutes": "soon"}, ["minutes"], "Write a whole number from 1 to 240"),
        ({"title": "T", "minutes": "0"}, ["minutes"], "Write a whole number"),
        ({"title": "T", "minutes": "٣"}, ["minutes"], "Write a whole number"),
        ({"title": "T", "scale": "0-7"}, ["scale"], "Choose one of the scales"),
        ({"title": "T", "values": "Tuesday"}, ["values"], "cannot be read"),
        ({"title": "T", "values": "group: a\ngroup.day: b"}, ["values"], "cannot be read"),
        ({"title": "T", "subtitle": ""}, ["subtitle"], "Write a few words"),
        ({"title": "T", f"title:{FIRST.id}": ""}, [f"title:{FIRST.id}"], "Give the session a title"),
        ({"title": "T", f"aim:{FIRST.id}": ""}, [f"aim:{FIRST.id}"], "what the session is for"),
        ({"title": "T", f"modules:{FIRST.id}": ""}, [], "There is no module in it"),
        ({"title": "T", "order": ""}, [], "No session is left"),
        ({"title": "T", f"modules:{FIRST.id}": f"{MODULE} nothing"}, [], "There is no module “nothing”"),
        ({"title": "T", f"modules:{FIRST.id}": f"{MODULE} {MODULE}"}, [], "stood twice"),
        ({"title": "T", "order": " ".join(f"s-{n}" for n in range(61))}, [], "60 sessions at most"),
        ({"title": "T\u0000"}, ["title"], "cannot be printed"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_is_lost(
    told: dict[str, str], invalid: list[str], said: str, guest: FlaskClient, shared: Site
):
    builder = Builder(guest)
    builder.do("save", **{"audience": "People of the evening", **told})
    assert builder.answer.status_code == 400
    assert said in builder.text
    assert set(invalid) <= set(builder.invalid)
    assert builder.form["audience"] == ["People of the evening"]
    folder = shared.house.folder.root
    assert folder
    assert not (folder / "programs" / "t.yaml").exists()


def test_two_programs_are_not_called_the_same(guest: FlaskClient):
    builder = Builder(guest)
    builder.do("save", title="resilience GROUP")
    assert builder.answer.status_code == 400
    assert builder.invalid == ["title"]
    assert "There is a program of this name" in builder.text


def test_an_endless_number_is_no_number(guest: FlaskClient):
    builder = Builder(guest)
    builder.do("save", title="T", minutes="9" * 5000)
    assert builder.invalid == ["minutes"]


STEPS = st.tuples(
    st.sampled_from(["up", "down", "remove", "back", "add", "move", "new-session"]),
    st.sampled_from([*[name for one in SESSIONS for name in one.modules], OTHER]),
    st.sampled_from([one.id for one in SESSIONS]),
)
SESSION_STEPS = st.tuples(
    st.sampled_from(["session-up", "session-down", "remove-session", "back-session"]),
    st.sampled_from([one.id for one in SESSIONS]),
    st.just(""),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(STEPS, SESSION_STEPS), max_size=12))
def test_whatever_the_buttons_lead_to_can_be_saved_or_says_why_not(steps: list[tuple[str, str, str]]):
    start = start_new(library(), "ours", BASE, Path("ours.yaml"))
    shape = replace(shape_of(start), title="Ours")
    for verb, name, session in steps:
        table = Table(library(), start.program, {f"to:{name}": session, "add_to": session})
        shape = done(table, shape, verb if verb == "new-session" else f"{verb}:{name}")
        assert len(set(shape.modules)) == len(shape.modules)
    read = read_wish(library(), start, shape)
    is_whole = bool(shape.sessions) and all(one.modules for one in shape.sessions)
    assert bool(read.wish) is is_whole
    if read.wish:
        found = outcome(library(), start, read.wish).resolved
        assert found
        assert [one.modules for one in found.program.sessions] == [one.modules for one in shape.sessions]


def test_what_nobody_has_typed_stays_as_it_is_with_its_blanks(shared_folder: Path, tmp_path: Path):
    more = f"  - at: {FIRST.id}\n    set:\n      opener: Hello,   all   of you\n  - at: {MODULE}\n    note: Hi  there\n"
    file = clinic(tmp_path, HAND + more + "review: {status: reviewed, by: Sam, on: 2026-01-01, due: 2027-01-01}\n")
    with site(shared_folder / "cache", tmp_path) as made:
        before = file.read_text(encoding="utf-8")
        builder = Builder(made.guest(), "/programs/ours/change")
        assert "It was reviewed by Sam" in builder.text
        assert builder.do("save").status_code == 303
        assert file.read_text(encoding="utf-8") == before
        builder = Builder(builder.client, builder.page)
        builder.do("save", minutes="100")
        text = file.read_text(encoding="utf-8")
        assert more in text
        assert "session_minutes: 100" in text
        assert "by: Sam" not in text


def test_an_id_of_nothing_is_no_page(guest: FlaskClient):
    for path in ("/programs/nothing/change", "/programs/nothing/change/saved", f"{PAGE}/saved"):
        assert get(guest, path).status_code == 404
    assert send(guest, "/programs/nothing/change", Builder(guest).form, do="save").status_code == 404
    assert get(guest, f"/programs/{'x' * 300}/change").status_code == 404


def clinic(folder: Path, text: str = HAND, name: str = "ours") -> Path:
    file = folder / "programs" / f"{name}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_that_was_written_by_hand_keeps_its_comments(shared_folder: Path, tmp_path: Path):
    file = clinic(tmp_path)
    with site(shared_folder / "cache", tmp_path) as made:
        builder = Builder(made.guest(), "/programs/ours/change")
        assert "solving-problems" not in [name for modules in builder.order for name in modules]
        builder.do(f"remove:{MODULE}")
        assert builder.do("save").headers["Location"] == "/programs/ours/change/saved?of=ours"
        review = "\nreview:\n  status: unreviewed\n"
        text = file.read_text(encoding="utf-8")
        assert text.replace(review, "\n").strip() == f"{HAND}  - remove: {MODULE}".strip()
        assert "status: unreviewed" in text
        builder = Builder(builder.client, builder.page)
        answer = builder.do("copy", title="Another")
        assert answer.headers["Location"].startswith("/programs/another/")
        assert "remove: solving-problems" in (tmp_path / "programs" / "another.yaml").read_text(encoding="utf-8")


def test_values_that_nobody_touched_stay_as_they_were_written(shared_folder: Path, tmp_path: Path):
    values = 'values:\n  place: |-\n    Room 4\n    Second floor\n  day: "Tuesday  at ten"\n'
    file = clinic(tmp_path, HAND.replace("changes:", f"{values}changes:"))
    with site(shared_folder / "cache", tmp_path) as made:
        builder = Builder(made.guest(), "/programs/ours/change")
        builder.do("show", title="Theirs")
        assert builder.do("save").status_code == 303
        assert values in file.read_text(encoding="utf-8")


def test_a_mistake_in_the_words_of_a_module_is_told_with_its_title(guest: FlaskClient):
    builder = Builder(guest)
    answer = builder.do("show", **{"title": "Ours", f"text:{MODULE}:title": ""})
    assert f'<a href="#module:{MODULE}">In the words of “{TITLE}”: ' in answer.text
    assert "Press “Words” there." in answer.text


@pytest.mark.parametrize(
    ("words", "said"), [("worry", " found for “worry”."), ("xyzzyq", "No modules found for “xyzzyq”.")]
)
def test_a_search_tells_what_it_has_found(words: str, said: str, guest: FlaskClient):
    answer = Builder(guest).do("find", q=words)
    assert said in answer.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{{id: ours, extends: {BASE}, title: Ours}}\n", "cannot be changed from here"),
        ("", "was written by hand, and extends no other program"),
    ],
)
def test_a_file_that_cannot_be_kept_is_not_touched_but_copied(
    text: str, said: str, shared_folder: Path, tmp_path: Path
):
    whole = (CONTENT / "programs" / f"{BASE}.yaml").read_text(encoding="utf-8")
    file = clinic(tmp_path, text or whole.replace(f"id: {BASE}", "id: ours"))
    before = file.read_bytes()
    with site(shared_folder / "cache", tmp_path) as made:
        builder = Builder(made.guest(), "/programs/ours/change")
        assert said in builder.text
        assert "It is not touched" in builder.text
        answer = builder.do("save", title="Ours again")
        assert answer.headers["Location"] == "/programs/ours-again/change/saved?of=ours"
        assert file.read_bytes() == before
        base = BASE if text else "ours"
        assert f"extends: {base}\n" in (tmp_path / "programs" / "ours-again.yaml").read_text(encoding="utf-8")


def test_a_file_in_another_folder_is_copied_into_the_one_that_is_saved_into(shared_folder: Path, tmp_path: Path):
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    mine.mkdir()
    file = clinic(theirs)
    with site(shared_folder / "cache", mine, theirs) as made:
        builder = Builder(made.guest(), "/programs/ours/change")
        assert "not in the folder that is saved into" in builder.text
        assert builder.do("save", title="Mine").status_code == 303
        assert file.read_text(encoding="utf-8") == HAND
        assert (mine / "programs" / "mine.yaml").exists()


def test_what_was_changed_meanwhile_is_a_conflict_and_nothing_is_lost(shared_folder: Path, tmp_path: Path):
    file = clinic(tmp_path)
    with site(shared_folder / "cache", tmp_path) as made:
        builder = Builder(made.guest(), "/programs/ours/change")
        builder.do(f"remove:{MODULE}")
        file.write_text(HAND.replace("title: Ours", "title: Theirs"), encoding="utf-8")
        answer = builder.do("save", title="Mine")
        assert answer.status_code == 409
        assert "Nothing was saved" in answer.text
        assert "title: Theirs" in answer.text
        assert "title: Mine" in answer.text
        assert "title: Theirs" in file.read_text(encoding="utf-8")
        found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
        again = {html.unescape(name): [html.unescape(value)] for name, value in found.items()}
        builder.answer = send(builder.client, builder.page, again, do="show")
        assert builder.form["title"] == ["Mine"]
        assert MODULE not in [name for modules in builder.order for name in modules]
        assert builder.do("save").status_code == 303
        assert "title: Mine # on the door" in file.read_text(encoding="utf-8")


def test_a_file_that_breaks_or_goes_is_said(shared_folder: Path, tmp_path: Path):
    file = clinic(tmp_path)
    with site(shared_folder / "cache", tmp_path) as made:
        builder = Builder(made.guest(), "/programs/ours/change")
        form = builder.form
        file.write_text("id: [", encoding="utf-8")
        answer = send(builder.client, builder.page, form, do="save")
        assert answer.status_code == 404
        assert "has mistakes" in answer.text
        file.unlink()
        assert send(builder.client, builder.page, form, do="save").status_code == 404


def test_a_folder_that_cannot_be_written_to_loses_nothing(shared_folder: Path, tmp_path: Path):
    blocked = tmp_path / "Workbook"
    blocked.write_text("a file, no folder", encoding="utf-8")
    with site(shared_folder / "cache", own=blocked) as made:
        builder = Builder(made.guest())
        builder.do("save", title="Nowhere")
        assert builder.answer.status_code == 409
        assert "cannot be written" in builder.text
        assert builder.form["title"] == ["Nowhere"]


def test_a_step_is_quick_with_the_largest_program(guest: FlaskClient):
    import time  # noqa: PLC0415

    builder = Builder(guest, "/programs/intensive-outpatient/change")
    module = builder.order[0][0]
    begun = time.process_time()
    for verb in ("down", "up", "down", "up"):
        builder.do(f"{verb}:{module}")
    assert (time.process_time() - begun) / 4 < 0.6  # seconds, with room for a busy machine; 0.1 when it is idle


def test_words_that_no_longer_fit_the_example_are_said_without_talk_of_files(guest: FlaskClient):
    builder = Builder(guest)
    name = "weighing-the-evidence"
    builder.do(f"words:{name}", title="Examples")
    builder.do(f"words:{name}", **{f"text:{name}/weigh/before:scale": "0-5"})
    assert "The example of" in builder.text
    assert "Give it its old words back" in builder.text
    builder.do("save")
    assert builder.answer.status_code == 400
    assert "The example of" in builder.text


def test_of_a_module_that_is_reworded_only_new_problems_are_told(shared_folder: Path, tmp_path: Path):
    (tmp_path / "modules").mkdir()
    text = (CONTENT / "modules" / "grounding" / "slow-breathing.yaml").read_text(encoding="utf-8")
    flawed = text.replace("  - minutes: 5\n", "  - minutes: 6\n", 1).replace("minutes: 5,", "minutes: 6,", 1)
    assert flawed != text
    (tmp_path / "modules" / "slow-breathing.yaml").write_text(flawed, encoding="utf-8")
    with site(shared_folder / "cache", tmp_path) as made:
        assert "add up to" in get(made.guest(), "/problems").text
        builder = Builder(made.guest())
        builder.do("words:slow-breathing", title="Flawed")
        builder.do("show", **{"text:slow-breathing:tagline": "See {{ group.day }}"})
        assert "group.day" in builder.text.partition("<h3>Problems</h3>")[2].partition("</ul>")[0]
        assert "add up to" not in builder.text
