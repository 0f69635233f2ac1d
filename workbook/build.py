"""The story: from a request to a finished PDF. The command line, the web page and the batch all come through here."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from workbook import checks
from workbook.bind import Part, PlacedPart, bind, paginate
from workbook.checks.safety import check_crisis
from workbook.compose import DEFAULT_LOCALE, Section, Workbook, compose_handout, compose_program
from workbook.library import Entry, Library, load
from workbook.model import Crisis, Edition, Module, Program, StandingWorksheet, WorksheetUse
from workbook.problems import Place, Problem, ProblemsFound, did_you_mean, sort, stop_on_errors
from workbook.render import FONTS, render
from workbook.theme import Theme, load_theme
from workbook.typeset import Fragment, typeset

Progress = Callable[[int, int, str], None]
"""Called before each section with the number done, the number of all, and the title of the next."""


@dataclass(frozen=True)
class BuildRequest:
    """What to make: a program, or handouts (modules and worksheets), by id or by the path of a YAML file.

    ``sessions`` (numbers from 1) and ``modules`` (ids) choose parts of a program. ``libraries`` are clinics' own folders, searched before
    the shipped content. ``today`` decides whether crisis lines were checked not too long ago.
    """

    today: date
    program: str | None = None
    handouts: tuple[str, ...] = ()
    sessions: tuple[int, ...] = ()
    modules: tuple[str, ...] = ()
    edition: Edition = Edition()
    libraries: tuple[Path, ...] = ()


@dataclass(frozen=True)
class BuildResult:
    """The PDF, its number of pages, and the warnings that did not stop it."""

    title: str
    pdf: bytes
    page_count: int
    problems: tuple[Problem, ...] = field(default=())


def build(request: BuildRequest, progress: Progress | None = None) -> BuildResult:
    """Make one PDF. Raise ProblemsFound, with every problem at its place, if something in the files is wrong."""
    library = load_for(request)
    problems = find_problems(library, request)
    stop_on_errors(problems)
    workbook, crisis = compose(library, request)
    press = Press(workbook, crisis, load_theme())
    placed = press.run(progress or (lambda _done, _all, _title: None))
    problems = sort((*problems, *press.problems))
    stop_on_errors(problems)
    pdf = bind(workbook.title, workbook.language, placed, folios=workbook.folios)
    return BuildResult(workbook.title, pdf, placed[-1].first + placed[-1].part.page_count, problems)


def load_for(request: BuildRequest) -> Library:
    """Load the library, with any file that the request names by its path."""
    names = (request.program, *request.handouts)
    return load(request.libraries, [Path(name) for name in names if name and is_path(name)])


def is_path(name: str) -> bool:
    """Tell a path from an id: it ends in .yaml or .yml, has a slash, or exists as a file."""
    return name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name or Path(name).is_file()


def find_problems(library: Library, request: BuildRequest) -> tuple[Problem, ...]:
    """Give the problems of the files that this request uses; a half-written neighbor does not stop a handout."""
    found: list[Problem] = []
    entries: list[checks.Written] = []
    for shelf, name in _wanted(request):
        entry, problems = _find(library, shelf, name)
        found += problems
        entries += [entry] if entry else []
    entries += [library.modules[m] for e in entries if isinstance(e.value, Program) for s in e.value.sessions
                for m in s.modules if m in library.modules]
    entries += [library.worksheets[w.use] for e in entries if isinstance(e.value, Module) for w in e.value.worksheets
                if isinstance(w, WorksheetUse) and w.use in library.worksheets]
    for entry in entries:
        found += checks.check_entry(library, entry, request.today)
    used = {entry.source.name for entry in entries}
    shared = ("characters.yaml", "sources.yaml", "topics.yaml")
    found += [p for p in library.problems if p.place.file in used or p.place.file.endswith(shared)
              or p.code == "file/not-found" or "/crisis/" in p.place.file]
    if request.handouts and DEFAULT_LOCALE in library.crisis:
        found += check_crisis(library.crisis[DEFAULT_LOCALE], request.today)
    found += _check_choice(library, request)
    return sort(found)


def _wanted(request: BuildRequest) -> Iterator[tuple[tuple[str, ...], str]]:
    if request.program:
        yield ("programs",), request.program
    for name in request.handouts:
        yield ("modules", "worksheets"), name


def _find(library: Library, shelves: tuple[str, ...], name: str) -> tuple[checks.Written | None, tuple[Problem, ...]]:
    """Find an entry by id or path, or say what is wrong: no such id, or mistakes in its file."""
    what = " or ".join(shelf.removesuffix("s") for shelf in shelves)
    if is_path(name):
        path = Path(name).resolve()
        for entry in library.entries():
            if entry.source.path.resolve() == path:
                return _of_kind(entry, shelves, name, what)
        mine = {s.name for _, s in library.broken.values() if s.path.resolve() == path}
        return None, tuple(p for p in library.problems if p.place.file in mine)
    for shelf in shelves:
        if name in library.shelf(shelf):
            return library.shelf(shelf)[name], ()  # type: ignore[return-value]
    if name in library.broken:
        source = library.broken[name][1]
        return None, tuple(p for p in library.problems if p.place.file == source.name)
    known = [known for shelf in shelves for known in library.shelf(shelf)]
    hint = did_you_mean(name, known) or f"See  workbook list {shelves[0]}"
    message = f'There is no {what} "{name}".'
    return None, (Problem(f"reference/unknown-{shelves[0].removesuffix('s')}", Place(name), message, hint),)


def _of_kind(
    entry: checks.Written, shelves: tuple[str, ...], name: str, what: str
) -> tuple[checks.Written | None, tuple[Problem, ...]]:
    kinds = {Program: "programs", Module: "modules", StandingWorksheet: "worksheets"}
    kind = kinds[type(entry.value)]
    if kind in shelves:
        return entry, ()
    hint = "Use  workbook handout  for modules and worksheets, and  workbook build  for programs."
    message = f"This file holds a {kind.removesuffix('s')}, not a {what}."
    return None, (Problem("reference/other-kind", Place(name), message, hint),)


def _check_choice(library: Library, request: BuildRequest) -> Iterator[Problem]:
    """Check that the chosen sessions and modules are in the program."""
    entry, _ = _find(library, ("programs",), request.program) if request.program else (None, ())
    if entry is None or not isinstance(entry.value, Program):
        return
    program = entry.value
    for number in request.sessions:
        if not 1 <= number <= len(program.sessions):
            message = f"There is no session {number}; the program has {len(program.sessions)}."
            hint = f"Use a number from 1 to {len(program.sessions)}."
            yield Problem("reference/unknown-session", Place(entry.source.name), message, hint)
    known = [m for i, s in enumerate(program.sessions, 1) for m in s.modules if not request.sessions or i in request.sessions]
    for name in request.modules:
        if name not in known:
            message = f'The module "{name}" is not in this choice of sessions.'
            yield Problem("reference/unknown-module", Place(entry.source.name), message, did_you_mean(name, known))


def compose(library: Library, request: BuildRequest) -> tuple[Workbook, Crisis]:
    """Compose what was asked for, and give the crisis lines that go with it."""
    if request.program:
        entry, _ = _find(library, ("programs",), request.program)
        assert entry is not None and isinstance(entry.value, Program)  # find_problems has stopped otherwise
        workbook = compose_program(
            library, entry.value, request.edition, sessions=request.sessions, modules=request.modules
        )
        return workbook, library.crisis[entry.value.locale].value
    ids = [_id(library, name) for name in request.handouts]
    return compose_handout(library, ids, request.edition), library.crisis[DEFAULT_LOCALE].value


def _id(library: Library, name: str) -> str:
    entry, _ = _find(library, ("modules", "worksheets"), name)
    assert entry is not None
    return entry.value.id


class Press:
    """Sets the sections of a workbook; what needs page numbers (the contents) is set last, when they are known."""

    def __init__(self, workbook: Workbook, crisis: Crisis, theme: Theme) -> None:
        self.workbook = workbook
        self.crisis = crisis
        self.theme = theme
        self.problems: list[Problem] = []

    def run(self, progress: Progress) -> tuple[PlacedPart, ...]:
        """Set every section, and give them in their places."""
        sections = self.workbook.sections
        fragments: dict[str, Fragment] = {}
        for done, section in enumerate(sections):
            progress(done, len(sections) + 1, section.title)
            fragments[section.id] = self._set(section)
        progress(len(sections), len(sections) + 1, "Binding")
        blank = self._blank()
        placed = paginate(self._parts(fragments), blank)
        labels = {place.part.id: place.label for place in placed}
        for section in sections:
            if section.needs_folios:
                fragments[section.id] = self._set(section, labels)
        placed = paginate(self._parts(fragments), blank)
        for fragment in fragments.values():
            self.problems += fragment.problems
        return placed

    def _set(self, section: Section, folios: dict[str, str] | None = None) -> Fragment:
        html = render(section, self.workbook, self.theme, self.crisis, folios)
        return typeset(section.id, html, self.workbook.edition.size, frozenset(FONTS.values()))

    def _blank(self) -> Part:
        section = Section("notes", "Notes", "notes.html")
        fragment = self._set(section)
        return Part(section.id, section.title, fragment.pdf, fragment.page_count)

    def _parts(self, fragments: dict[str, Fragment]) -> Iterable[Part]:
        return [
            Part(s.id, s.title, fragments[s.id].pdf, fragments[s.id].page_count, s.matter, s.side, s.depth)
            for s in self.workbook.sections
        ]
