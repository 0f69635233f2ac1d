"""Words, dates and directions of languages: the catalogues are whole, and pages use them."""

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from babel import Locale, localedata
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes
from markupsafe import Markup

from tests import words
from tests.commands import run
from workbook.blocks.callout import Callout
from workbook.compose import Workbook
from workbook.edition import Edition
from workbook.language import direction_of, is_language, language_of
from workbook.render import render_block
from workbook.source import read_text
from workbook.wording import css_string, fill

DAY = date(2026, 12, 1)


def test_the_list_of_messages_is_up_to_date():
    assert words.written(words.template_catalogue()) == words.POT.read_bytes(), "run  make words"


@pytest.mark.parametrize("file", words.translations(), ids=lambda file: file.parent.parent.name)
def test_a_translation_is_up_to_date_and_keeps_its_placeholders(file: Path):
    assert words.updated(file) == file.read_bytes(), "run  make words"
    catalogue = read_po(BytesIO(file.read_bytes()), locale=file.parent.parent.name)
    assert [str(error) for message in catalogue for error in message.check(catalogue)] == []
    assert "ot reviewed" in catalogue.header_comment


def test_spanish_has_all_words():
    assert language_of("es-US").missing == 0
    assert language_of("es-US").gettext("Worksheet") == "Hoja de trabajo"


def test_english_needs_no_words_and_an_unknown_language_has_none():
    assert language_of("en-US").missing == language_of("en-GB").missing == 0
    none = language_of("fr-CA")
    assert none.missing == len([m for m in read_po(BytesIO(words.POT.read_bytes())) if m.id])
    assert none.gettext("Worksheet") == "Worksheet"


def test_what_is_not_certain_is_printed_in_english_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "pt" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (tmp_path / "workbook.pot").write_bytes(words.POT.read_bytes())
    known = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Yes"\nmsgstr "Sim"\n'
    (folder / "workbook.po").write_text(known + '\n#, fuzzy\nmsgid "No"\nmsgstr "Talvez"\n', encoding="utf-8")
    monkeypatch.setattr("workbook.language.CATALOGUES", tmp_path)
    language_of.cache_clear()
    portuguese = language_of("pt-BR")
    language_of.cache_clear()
    assert (portuguese.gettext("Yes"), portuguese.gettext("No")) == ("Sim", "No")
    assert portuguese.missing == language_of("fr").missing - 1


def test_numbers_choose_their_form_and_days_are_written_as_the_language_does():
    spanish, english = language_of("es"), language_of("en-US")
    forms = ("%(count)s minute", "%(count)s minutes")
    assert [spanish.ngettext(*forms, n) % {"count": n} for n in (1, 50)] == ["1 minuto", "50 minutos"]
    assert (english.date(DAY), english.month(DAY), english.decimal(5.44)) == ("Dec 1, 2026", "12/2026", "5.4")
    assert (spanish.date(DAY), spanish.decimal(5.44)) == ("1 dic 2026", "5,4")


def test_directions_are_those_that_babel_knows():
    known = {name: Locale.parse(name).text_direction for name in localedata.locale_identifiers()}
    upright = {name for name, direction in known.items() if direction == "ttb"}
    wrong = [name for name, direction in known.items() if direction_of(name) != direction and name not in upright]
    assert wrong == []
    assert direction_of("uz-Arab-AF") == "rtl"
    assert direction_of("ar-Latn") == "ltr"


@pytest.mark.parametrize(
    ("tag", "script"), [("es-US", "Latn"), ("ar", "Arab"), ("he-IL", "Hebr"), ("uz-Arab", "Arab"), ("el", "Grek")]
)
def test_a_language_has_its_script(tag: str, script: str):
    assert language_of(tag).script == script
    assert is_language(tag)


def test_a_tag_that_is_no_language():
    assert not is_language("spanish")
    assert language_of("spanish").date(DAY) == "Dec 1, 2026"


def workbook(language: str) -> Workbook:
    return Workbook("", (), Edition(), language, folios=False)


def test_a_block_speaks_the_language_of_its_workbook():
    block = Callout(kind="tip", text="Uno *dos*")
    assert "<strong>Un consejo.</strong> Uno <em>dos</em>" in render_block(block, None, "x", workbook=workbook("es"))
    assert "A tip." in render_block(block, None, "x")


def test_values_in_a_sentence_are_escaped_once():
    environment = Environment(autoescape=True)
    environment.globals["fill"] = fill
    filled = environment.from_string("{{ fill('%(a)s %(b)s', {'a': a, 'b': b}) }}")
    assert filled.render(a="<b>", b=Markup("<em>x</em>")) == "&lt;b&gt; <em>x</em>"
    assert filled.render(a="<b>", b="&") == "&lt;b&gt; &amp;"


def test_a_string_for_a_style_sheet_ends_nowhere_else():
    assert css_string('a"b\\c</style>') == '"a\\22 b\\5c c\\3c /style\\3e "'


def test_letters_and_their_accents_are_one_in_what_is_read(tmp_path: Path):
    assert read_text("title: cafe\u0301\n", tmp_path / "x.yaml").data == {"title": "café"}


def test_a_handout_in_spanish_without_its_crisis_lines_is_refused(tmp_path: Path):
    result = run("handout", "sleep-diary", "--locale", "es-US", "-o", tmp_path / "x.pdf")
    assert result.exit_code == 1
    assert 'There are no crisis lines for "es-US".' in result.output


# --- templates ------------------------------------------------------------------------------------------------------

ENGLISH = {
    "gallery": "the handbook for authors is in English, as the keys of YAML are",
    "report": "the library's sheet is for those who keep the library",
}
"""Templates that may hold English words, by how their names begin, and why."""

_CODE = re.compile(r"<(style|script)\b.*?</\1>|<!--.*?-->|<[^>]*>", re.DOTALL)
_SAID = re.compile(r'(?:aria-label|alt|title|placeholder)="([^"]*)"')
_WORD = re.compile(r"[A-Za-z]{2,}")
_SIGNS = frozenset({"PDF", "doi"})
"""Words that are the same in all languages."""
_SENTENCE = re.compile(r"^[A-Z][a-z]|[a-z]{2,} [a-z]{2,} [a-z]{2,}|^[A-Z]{2,}")
"""What looks like words in an expression; there are also names of classes and files."""


@pytest.mark.parametrize(
    "file", [f for f in words.templates() if f.suffix == ".html"], ids=lambda f: f"{f.parent.name}-{f.stem}"
)
def test_a_template_holds_no_words_outside_of_the_catalogue(file: Path):
    if any(file.stem.startswith(name) for name in ENGLISH):
        pytest.skip(next(why for name, why in ENGLISH.items() if file.stem.startswith(name)))
    tree = Environment(autoescape=True).parse(file.read_text(encoding="utf-8"))
    data = "".join(item.data for output in tree.find_all(nodes.Output) for item in _data(output))
    text = _CODE.sub(" ", data) + " ".join(_SAID.findall(data))
    assert [word for word in _WORD.findall(text) if word not in _SIGNS] == []
    assert [text for text in _constants(tree) if _SENTENCE.search(text) and text not in _SIGNS] == []


def _constants(node: nodes.Node) -> Iterator[str]:
    """Give the texts in expressions that are not looked up in the catalogue."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in words.KEYWORDS:
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for inner in node.iter_child_nodes():
        yield from _constants(inner)


def _data(output: nodes.Output) -> list[nodes.TemplateData]:
    return [item for item in output.nodes if isinstance(item, nodes.TemplateData)]
