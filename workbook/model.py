"""What authors and clinics write, as typed and frozen values: Module, Worksheet, Program and their parts."""

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Discriminator, Field, StringConstraints, Tag, field_validator, model_validator

from workbook.blocks import AnyBlock
from workbook.blocks.base import Clients, Format, Id, Label, Strict, Text
from workbook.domains import DOMAINS
from workbook.problems import did_you_mean

Minutes: TypeAlias = Annotated[int, Field(ge=1, le=240)]
"""A length of time in minutes."""

Title: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
"""A title: 60 characters at most, so that it fits on two lines in large print and on one in a footer."""


def _known_domain(domain: str) -> str:
    if domain not in DOMAINS:
        raise ValueError(f'"{domain}" is not a domain. {did_you_mean(domain, DOMAINS)}'.strip())
    return domain


Domain: TypeAlias = Annotated[Id, AfterValidator(_known_domain)]
"""One of the eleven domains of the library; see ``domains.py``."""

Sensitivity: TypeAlias = Literal["low", "medium", "high"]
TAGLINE_WORDS = 12


class Allow(Strict):
    """A warning that the author has looked at and keeps: its code and the reason why."""

    code: Text
    reason: Text


class Review(Strict):
    """Whether a clinic has read and approved a text. What nobody has reviewed says so."""

    status: Literal["unreviewed", "reviewed"] = "unreviewed"
    by: Text | None = None
    on: date | None = None
    due: date | None = None

    @model_validator(mode="after")
    def _reviewed_by_someone(self) -> "Review":
        if self.status == "reviewed" and not (self.by and self.on and self.due):
            raise ValueError('A review with the status "reviewed" needs "by", "on" and "due".')
        return self


class Example(Strict):
    """A worksheet filled in by one of the people of ``content/characters.yaml``. ``answers`` go by block id."""

    who: Id
    line: Text
    answers: Annotated[dict[str, object], Field(min_length=1)]


class Worksheet(Strict):
    """A sheet that a client writes on: title, purpose, blocks, and perhaps the same sheet filled in.

    ``page`` is how the paper lies, ``pages`` how many the blank sheet may take in the standard edition.
    """

    id: Id
    title: Title
    purpose: Text
    blocks: Annotated[tuple[AnyBlock, ...], Field(min_length=1)]
    distress: bool = False
    page: Literal["portrait", "landscape"] = "portrait"
    pages: Annotated[int, Field(ge=1, le=6)] = 2
    example: Example | None = None


class StandingWorksheet(Worksheet):
    """A worksheet in a file of its own: printed alone, or used by modules."""

    domain: Domain
    tags: Annotated[tuple[Text, ...], Field(min_length=1)]
    minutes: Minutes
    clinician: Text
    clinician_led: bool = False
    version: Text = "1.0"
    license: Text = "CC BY 4.0"
    review: Review = Review()
    allow: tuple[Allow, ...] = ()


class WorksheetUse(Strict):
    """The use of a standing worksheet in a module, with its own title, purpose, example and settings if wanted.

    ``settings`` goes by block id: other values for the keys of a block, such as the rows of a table.
    """

    use: Id
    title: Title | None = None
    purpose: Text | None = None
    settings: Annotated[dict[Id, dict[str, object]], Field(min_length=1)] | None = None
    example: Example | None = None

    @property
    def id(self) -> str:
        """What it is called among the worksheets of its module: as the standing one."""
        return self.use


def _kind_of_sheet(value: object) -> str:
    """Tell a worksheet written in place from the use of a standing one."""
    uses = "use" in value if isinstance(value, dict) else isinstance(value, WorksheetUse)
    return "standing" if uses else "in-place"


AnyWorksheet: TypeAlias = Annotated[
    Annotated[Worksheet, Tag("in-place")] | Annotated[WorksheetUse, Tag("standing")],
    Discriminator(_kind_of_sheet),
]


class Practice(Strict):
    """What to do between sessions. The two lines for a plan are printed unless they are turned off."""

    what: Text
    when_where: bool = True
    obstacles: bool = True
    smallest: Text


class PlanStep(Strict):
    """One step of a facilitator's plan."""

    minutes: Minutes
    do: Text


class Facilitator(Strict):
    """The facilitator's part: printed only in the facilitator copy."""

    use_when: Text
    avoid_when: Text
    materials: Annotated[tuple[Text, ...], Field(min_length=1)]
    opening: Text | None = None
    plan: Annotated[dict[Minutes, tuple[PlanStep, ...]], Field(min_length=1)]
    discussion: Annotated[tuple[Text, ...], Field(min_length=2)]
    snags: tuple[Text, ...] = ()
    adaptations: Annotated[dict[Id, Text], Field(min_length=1)]
    risk: Text


class Module(Strict):
    """One skill: what a client learns, its steps, its worksheets, practice, review and the facilitator's part.

    ``after`` names modules that are best done before this one; each still stands alone.
    """

    id: Id
    title: Title
    tagline: Text
    domain: Domain
    tags: Annotated[tuple[Text, ...], Field(min_length=1)]
    topics: tuple[Id, ...] = ()
    after: tuple[Id, ...] = ()
    minutes: Minutes
    needs: Text = "a pencil"
    sensitivity: Sensitivity = "low"
    clinician_led: bool = False
    audience: Annotated[tuple[Clients, ...], Field(min_length=1)] = ("adult",)
    evidence: Annotated[tuple[Id, ...], Field(min_length=1, max_length=4)]
    version: Text
    license: Text = "CC BY 4.0"
    review: Review = Review()
    allow: tuple[Allow, ...] = ()

    learn: Annotated[tuple[AnyBlock, ...], Field(min_length=2)]
    steps: Annotated[tuple[Text, ...], Field(min_length=3, max_length=7)]
    worksheets: Annotated[tuple[AnyWorksheet, ...], Field(min_length=1, max_length=4)]
    practice: Practice
    review_questions: Annotated[tuple[Text, ...], Field(min_length=2, max_length=4)]
    summary: Annotated[tuple[Text, ...], Field(min_length=3, max_length=3)]
    facilitator: Facilitator

    @field_validator("tagline")
    @classmethod
    def _short_tagline(cls, tagline: str) -> str:
        words = len(tagline.split())
        if words > TAGLINE_WORDS:
            raise ValueError(f"A tagline has {TAGLINE_WORDS} words at most; this one has {words}.")
        return tagline


class Session(Strict):
    """One meeting of a program: its title, its aim and its modules in order; ``note`` is from the clinic.

    ``again`` names modules of other sessions that are taken up once more: printed there, practiced here.
    """

    id: Id
    title: Title
    aim: Text
    modules: Annotated[tuple[Id, ...], Field(min_length=1)]
    again: tuple[Id, ...] = ()
    opener: Text | None = None
    note: Text | None = None


class Program(Strict):
    """An ordered set of sessions for one client group, printed as a workbook.

    What is ``self_guided`` is used without a clinician in the room. ``discharge`` names the worksheets and modules of
    the discharge pack, if it is to have others than usual.
    """

    id: Id
    title: Title
    subtitle: Text
    audience: Text = Field(alias="for")
    clients: Clients = "adult"
    format: Format = "group"
    self_guided: bool = False
    session_minutes: Minutes
    locale: Text = "en-US"
    welcome: Annotated[tuple[AnyBlock, ...], Field(min_length=1)]
    sessions: Annotated[tuple[Session, ...], Field(min_length=1)]
    closing: tuple[AnyBlock, ...] = ()
    discharge: tuple[Id, ...] = ()
    values: dict[str, str | dict[str, str]] = Field(default_factory=dict)
    version: Text = "1.0"
    license: Text = "CC BY 4.0"
    review: Review = Review()
    allow: tuple[Allow, ...] = ()


class Source(Strict):
    """One work of the bibliography: ``design`` says how strong it is, ``supports`` what it is cited for."""

    authors: Text
    year: Annotated[int, Field(ge=1900, le=2100)]
    title: Text
    where: Text
    design: Literal[
        "meta-analysis",
        "systematic review",
        "randomized trial",
        "cohort study",
        "experiment",
        "survey",
        "review",
        "theory",
        "manual or book",
        "guideline",
        "consensus",
    ]
    doi: Text | None = None
    isbn: Text | None = None
    supports: Text


class Character(Strict):
    """One of the people whose filled-in sheets run through the modules."""

    name: Title
    age: Annotated[int, Field(ge=12, le=99)]
    about: Label


class CrisisLine(Strict):
    """One line to call, and when and by whom it was last checked."""

    name: Text
    what: Text
    phone: Text | None = None
    text: Text | None = None
    url: Text | None = None
    hours: Text
    source_url: Text
    verified_on: date


class Crisis(Strict):
    """The crisis lines of one locale. ``footer`` is the short sentence at the foot of each page."""

    locale: Text
    footer: Text
    emergency: Text
    lines: Annotated[tuple[CrisisLine, ...], Field(min_length=1)]

    @property
    def checked_on(self) -> date:
        """The day of the oldest check."""
        return min(line.verified_on for line in self.lines)
