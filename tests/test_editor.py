"""What an editor marks: measured on single texts here; each code's words and places stand in ``problems/``."""

import time
from datetime import date
from pathlib import Path

import pytest

from tests.commands import run, run_program
from tests.wrong_files import MODULE
from workbook import paths
from workbook.checking import check_paths
from workbook.checks import check_entry
from workbook.checks.editor import CODES, Editor
from workbook.checks.hazards import HAZARDS
from workbook.checks.keypoints import content_words
from workbook.checks.sentences import is_passive
from workbook.checks.texts import Reader, is_denied, passages, pinpoint
from workbook.checks.vocabulary import Vocabulary, Word, read_words, vocabulary_for
from workbook.library import load
from workbook.problems import Problem, Severity
from workbook.source import read, read_text

DAY = date(2026, 12, 1)


def changed(*pairs: tuple[str, str]) -> str:
    text = MODULE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def found(tmp_path: Path, text: str, name: str = "in") -> list[Problem]:
    (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return list(check_paths([], [tmp_path / f"{name}.yaml"], DAY)[1])


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


LEARN = "  - Stop for a while. Look at one thing in the room.\n"


# texts


def test_every_text_has_its_reader_and_its_place():
    text = changed(("        label: How calm am I?", "        label: How calm am I?\n        low: tense"))
    source = read_text(text, Path("in.yaml"))
    said = {passage.raw: passage for passage in passages(source)}
    assert said["tense"].reader is Reader.CLIENT
    assert not said["tense"].running
    assert said["A blue cup"].reader is Reader.EXAMPLE
    assert said["Someone is tense."].reader is Reader.FACILITATOR
    assert said["Slow is fine."].part == "learn"
    assert said["One thing I see"].part == "worksheets/0"
    assert source.place(said["Slow is fine."].path).line == 13
    assert "in" not in said, "ids are not read"
    assert "najavits-2002" not in said


def test_words_in_a_folded_text_are_found_in_their_line(tmp_path: Path):
    file = tmp_path / "in.yaml"
    file.write_text("learn:\n  - >-\n    One *two*\n    three four.\n  - Five three.\n", encoding="utf-8")
    source = read(file)
    place = pinpoint(source, ("learn", 0), "three four")
    assert (place.line, place.column) == (4, 5)
    assert pinpoint(source, ("learn", 0), "two three").line == 3
    assert pinpoint(source, ("learn", 0), "Five").line == 2, "another text is not looked at"
    assert pinpoint(source, ("learn", 1), "three").column == 10


def test_a_text_that_says_the_opposite_is_known():
    assert is_denied("Never stop a medicine on your own.")
    assert is_denied("Tell your doctor if you want to stop a medicine.")
    assert not is_denied("You can stop a medicine any time.")
    assert not is_denied("Tell the story of your trauma.")


# words


def test_forms_capitals_and_whole_words_decide():
    words = Vocabulary({"cure": Word(say="help", also=("cures",)), "PLEASE": Word(kind="name", say="your own words")})
    assert [form for _, form, _ in words.find("Cures and a cure. Please secure it, manicure.")] == ["Cures", "cure"]
    assert [name for name, *_ in words.find("PLEASE do")] == ["PLEASE"]
    assert not [*Vocabulary({}).find("anything")]


def test_the_shipped_list_has_no_mistakes_and_names_what_the_guide_names():
    words, problems = read_words(paths.SEEDS / "words.yaml")
    assert problems == ()
    forms = {form for name, word in words.items() for form in (name, *(word.also or ()))}
    assert {"maladaptive", "dysfunctional", "cognitive distortion", "compliance", "non-adherent", "resistant"} <= forms
    assert {"manipulative", "attention-seeking", "failed", "addict", "commit suicide", "relapse"} <= forms
    assert {"DEAR MAN", "TIPP", "ACCEPTS", "IMPROVE", "PLEASE", "WRAP", "C-SSRS", "PHQ-9"} <= forms
    assert len(forms) == sum(1 + len(word.also or ()) for word in words.values()), "a form stands there twice"


def test_quotations_and_examples_may_say_what_people_say(tmp_path: Path):
    spoken = changed((LEARN, '  - A hard thought says, "I failed."\n'), ("thing: A blue cup", "thing: I failed"))
    assert codes(found(tmp_path, spoken)) == []
    assert codes(found(tmp_path, changed((LEARN, "  - You failed.\n")))) == ["wording/word-to-avoid"]


def test_a_clinic_adds_words_of_its_own_and_replaces_shipped_ones(tmp_path: Path):
    (tmp_path / "modules").mkdir()
    text = changed(("id: in", "id: tea"), (LEARN, "  - Look at the kettle. You failed.\n"))
    (tmp_path / "modules/tea.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "words.yaml").write_text("kettle: {say: pot}\nfailed: {say: slipped}\n", encoding="utf-8")
    told = check_paths([], [tmp_path], DAY)[1]
    assert [problem.hint for problem in told] == ["Write instead: pot.", "Write instead: slipped."]
    assert vocabulary_for(tmp_path / "modules/grounding").words["kettle"].say == "pot"
    (tmp_path / "words.yaml").write_text("kettle: {saying: pot}\n", encoding="utf-8")
    problems = check_paths([], [tmp_path], DAY)[1]
    assert {"schema/unknown-key", "schema/missing-key"} <= set(codes(list(problems)))
    assert all(Path(problem.place.file).name in {"words.yaml", "tea.yaml"} for problem in problems)


def test_terms_may_be_used_after_they_were_explained(tmp_path: Path):
    for said in ("*Rumination* is a loop.", "Going over it again (rumination) tires you.", "It is called rumination."):
        assert codes(found(tmp_path, changed((LEARN, f"  - '{said}'\n  - Rumination can start small.\n")))) == []
    assert codes(found(tmp_path, changed((LEARN, "  - Rumination can start small.\n")))) == ["wording/unglossed-term"]


# sentences


@pytest.mark.parametrize(
    ("sentence", "passive"),
    [
        ("The sheet was written by a nurse.", True),
        ("It can be gently put away.", True),
        ("Your name is not kept.", True),
        ("You get told what to do.", True),
        ("You are tired and worried.", False),
        ("They were married.", False),
        ("She wrote it down.", False),
        ("You have looked at it.", False),
    ],
)
def test_the_passive_voice_is_told_from_a_state(sentence, passive):
    assert is_passive(sentence) is passive


def test_a_sentence_of_25_words_is_not_told(tmp_path: Path):
    words = " ".join(["and we look"] * 8)
    assert codes(found(tmp_path, changed((LEARN, f"  - So {words}.\n")))) == []
    assert codes(found(tmp_path, changed((LEARN, f"  - So now {words}.\n")))) == ["wording/long-sentence"]


def test_a_part_of_long_sentences_is_told_once(tmp_path: Path):
    sentence = "We go down to the river and look at the boats until the sun has set."
    told = found(tmp_path, changed((LEARN, f"  - {' '.join([sentence] * 4)}\n")))
    assert [problem.message for problem in told] == ["4 of the 6 sentences of this part have more than 15 words."]
    assert codes(found(tmp_path, changed((LEARN, f"  - {' '.join([sentence] * 2)}\n")))) == []


def test_content_words_are_compared_without_endings():
    assert content_words("Breathing slowly helps.") & content_words("Breathe at a slow pace; it helped.")
    assert content_words("This and that with them") == set()


def test_the_sentences_of_a_sheet_have_a_reading_grade(tmp_path: Path):
    hard = "Individuals experiencing considerable psychological dysregulation frequently demonstrate physiological "
    hard += "improvements subsequent to redirecting attentional resources. " * 2
    hard += "Notwithstanding environmental uncertainty, practitioners consistently facilitate participation."
    text = changed(("        label: One thing I see", f"        label: One thing I see\n        help: {hard}"))
    told = found(tmp_path, text)
    assert codes(told) == ["wording/reading-grade"]
    assert told[0].place.line == 22


# hazards


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("safety/dose-advice", "Take 50 mg at night."),
        ("safety/dose-advice", "If you feel well, stop taking your medicine."),
        ("safety/weight-or-calories", "Write down the calories."),
        ("safety/breath-holding", "Breathe in slowly and hold it."),
        ("safety/trauma-story", "Write about the worst memory."),
        ("safety/shaming-score", "A total above 15 is severe."),
        ("safety/no-suicide-contract", "Sign the no-suicide contract."),
    ],
)
def test_a_hazard_is_told_at_its_text(tmp_path: Path, code, text):
    told = found(tmp_path, changed((LEARN, f"{LEARN}  - {text}\n")))
    assert [(problem.code, problem.place.line) for problem in told] == [(code, 11)]
    assert told[0].severity is Severity.WARNING


@pytest.mark.parametrize(
    "text",
    [
        "Never stop a medicine on your own.",
        "Do not change your dose. Ask your nurse.",
        "Ask your doctor before you skip a pill.",
        "Press your feet down and hold for five seconds. Then let go.",
        "Breathe in without holding, and out.",
        "You never have to tell the story of what happened.",
        "Weigh both sides. A bag of great weight is hard to lift.",
        "What happened on the bus today?",
        "Catch the train, and score a seat by the window.",
    ],
)
def test_ordinary_words_are_no_hazard(tmp_path: Path, text):
    assert codes(found(tmp_path, changed((LEARN, f"{LEARN}  - {text}\n")))) == []


def test_each_hazard_is_among_the_codes_of_the_editor():
    assert {hazard.code for hazard in HAZARDS} <= CODES


DISTRESS = ("    title: One thing\n", "    title: One thing\n    distress: true\n")
NO_RATING = ("      - type: rating\n        id: calm\n        label: How calm am I?\n", "")
NO_NUMBER = ("        calm: 4\n", "")


def test_a_module_asks_once_how_strong_its_distress_is(tmp_path: Path):
    assert codes(found(tmp_path, changed(DISTRESS))) == []
    assert codes(found(tmp_path, changed(DISTRESS, NO_RATING, NO_NUMBER))) == ["safety/no-rating"]
    assert codes(found(tmp_path, changed(NO_RATING, NO_NUMBER))) == []
    elsewhere = ("practice:\n", "  - use: thought-record\npractice:\n")
    assert codes(found(tmp_path, changed(DISTRESS, NO_RATING, NO_NUMBER, elsewhere))) == [], "another sheet asks"


def test_a_figure_to_breathe_along_with_has_a_way_out(tmp_path: Path):
    figure = "      - type: breathing\n        label: Along the line\n        exhale: 6\n{}    example:\n"
    with_hold = figure.replace("exhale: 6\n", "exhale: 6\n        hold: 4\n")
    leave = "      - Breathe as usual if you like.\n"
    no_hold = "      - Breathe as usual if you like. You can go on without holding.\n"
    for text, expected in (
        (figure.format(""), ["safety/no-opt-out"]),
        (figure.format(leave), []),
        (with_hold.format(leave), ["safety/breath-holding"]),
        (with_hold.format(no_hold), []),
    ):
        assert codes(found(tmp_path, changed(("    example:\n", text)))) == expected


# the library


def test_a_file_may_keep_what_an_editor_marks_and_still_be_printed(tmp_path: Path):
    allow = "allow:\n  - code: wording/word-to-avoid\n    reason: It is quoted.\n"
    text = changed((LEARN, "  - You failed.\n"), ("minutes: 50\n", f"minutes: 50\n{allow}"))
    assert codes(found(tmp_path, text)) == []
    library = load([], [tmp_path / "in.yaml"])
    assert check_entry(library, library.modules["in"], DAY) == (), "printing does not look for it"
    assert codes(found(tmp_path, text.replace("You failed.", "Look."))) == ["schema/unused-allow"]


def test_what_two_modules_share_is_told_once_and_not_of_a_copy(tmp_path: Path):
    (tmp_path / "modules").mkdir()
    shared = "  - Put the cup on the sill and watch how the light moves in it.\n"
    for name in ("one", "two"):
        text = changed(("id: in", f"id: {name}"), (LEARN, shared))
        (tmp_path / f"modules/{name}.yaml").write_text(text, encoding="utf-8")
    told = check_paths([], [tmp_path], DAY)[1]
    assert [(problem.code, Path(problem.place.file).name) for problem in told] == [("wording/repeated", "two.yaml")]
    alone = check_paths([tmp_path], [tmp_path / "modules/one.yaml"], DAY)[1]
    assert [Path(problem.place.file).name for problem in alone] == ["one.yaml"], "the other one was not checked"
    copy = (paths.CONTENT / "modules/grounding/slow-breathing.yaml").read_text(encoding="utf-8")
    copy = copy.replace("id: slow-breathing", "id: our-breathing")
    (tmp_path / "modules/our-breathing.yaml").write_text(copy, encoding="utf-8")
    told = check_paths([], [tmp_path / "modules/our-breathing.yaml"], DAY)[1]
    assert "wording/repeated" not in codes(list(told))


def shipped_as(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let a folder stand for the shipped content, with its crisis lines and people."""
    for name in ("crisis", "characters.yaml"):
        (folder / name).symlink_to(paths.CONTENT / name)
    monkeypatch.setattr(paths, "CONTENT", folder)


def test_a_shipped_module_has_every_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules/in.yaml").write_text(MODULE, encoding="utf-8")
    assert codes(list(check_paths([], [tmp_path], DAY)[1])) == []
    shipped_as(monkeypatch, tmp_path)
    told = [p for p in check_paths([], [tmp_path / "modules"], DAY)[1] if p.code == "schema/missing-part"]
    missing = " ".join(problem.message for problem in told)
    for part in ("plan for 50", "plan for 90", "adolescent", "older-adult", "low-literacy", "trauma", "opening"):
        assert part in missing
    assert "telehealth" not in missing
    assert "example" not in missing
    assert len(told) == 10


def test_a_shipped_program_holds_nothing_highly_sensitive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "modules").mkdir()
    (tmp_path / "programs").mkdir()
    strong = changed(("id: in", "id: strong"), ("minutes: 50", "minutes: 50\nsensitivity: high\nclinician_led: true"))
    (tmp_path / "modules/strong.yaml").write_text(strong, encoding="utf-8")
    program = "id: small\ntitle: Small\nsubtitle: One\nfor: Adults\nsession_minutes: 90\nwelcome: [Hi.]\nsessions:\n"
    program += "  - id: one\n    title: One\n    aim: Begin.\n    modules: [strong]\n"
    (tmp_path / "programs/small.yaml").write_text(program, encoding="utf-8")
    assert "safety/in-default-set" not in codes(list(check_paths([], [tmp_path], DAY)[1]))
    shipped_as(monkeypatch, tmp_path)
    told = [p for p in check_paths([], [tmp_path / "programs"], DAY)[1] if p.code == "safety/in-default-set"]
    assert [(problem.place.line, problem.place.column) for problem in told] == [(11, 15)]


def test_a_text_in_another_language_is_not_read_by_an_english_editor(tmp_path: Path):
    (tmp_path / "modules").mkdir()
    text = changed(("id: in", "id: tea"), (LEARN, "  - You failed.\n"))
    (tmp_path / "modules/tea.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "crisis").mkdir()
    lines = (paths.CONTENT / "crisis/en-US.yaml").read_text(encoding="utf-8")
    (tmp_path / "crisis/es-US.yaml").write_text(lines.replace("locale: en-US", "locale: es-US"), encoding="utf-8")
    (tmp_path / "clinic.yaml").write_text("name: Harbor\nlocale: es-US\n", encoding="utf-8")
    assert "wording/word-to-avoid" not in codes(list(check_paths([], [tmp_path], DAY)[1]))
    (tmp_path / "clinic.yaml").write_text("name: Harbor\nlocale: en-US\n", encoding="utf-8")
    assert "wording/word-to-avoid" in codes(list(check_paths([], [tmp_path], DAY)[1]))


def test_an_editor_reads_the_shipped_library_in_a_second_and_a_half():
    library = load()
    start = time.process_time()
    editor = Editor(library, library.all_entries)
    for entry in library.all_entries:
        tuple(editor.check(entry))
    assert time.process_time() - start < 1.5


def test_a_check_does_not_load_what_sets_type(tmp_path: Path):
    (tmp_path / "in.yaml").write_text(MODULE, encoding="utf-8")
    assert run("check", tmp_path / "in.yaml").exit_code == 0
    result = run_program("check", tmp_path / "in.yaml", PYTHONPROFILEIMPORTTIME="1")
    assert b"workbook.checks.editor" in result.stderr
    assert b"weasyprint" not in result.stderr
    assert b"jinja2" not in result.stderr
