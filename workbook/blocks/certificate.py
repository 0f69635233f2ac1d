"""A certificate."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from workbook.blocks.base import AnswerProblem, Label, Question, Strict, Text, Word, too_many


class CertificateAnswer(Strict):
    """What was written on a certificate; ``signed`` in the order of the signers."""

    name: Text
    what: Text | None = None
    hours: Text | None = None
    start: Text | None = None
    end: Text | None = None
    signed: tuple[Text, ...] = ()


class Certificate(Question):
    """A framed certificate: a name, what it is for, hours, the first and last day, and one to three signers.

    ``label`` is its heading; ``what`` is printed after "took part in", or a blank line if it is left out. Without
    ``hours`` or ``dates`` (both true) those lines are left out. ``signers`` are the words under the lines to sign on.
    With ``neutral: true`` all of the author's words are left out, so that it does not show that somebody had treatment;
    take care that the title of the sheet does not show it either. Put it on a sheet with ``page: landscape``.

    An example's answer gives ``name``, and perhaps ``what``, ``hours``, ``start``, ``end`` and ``signed`` (a list).
    """

    type: Literal["certificate"] = "certificate"
    what: Label | None = None
    hours: bool = True
    dates: bool = True
    signers: Annotated[tuple[Word, ...], Field(min_length=1, max_length=3)]
    neutral: bool = False
    bare: ClassVar[bool] = True
    answer: ClassVar[Any] = CertificateAnswer

    @property
    def lies_in_large_print(self) -> bool:
        """A certificate lies on its long side in every edition."""
        return True

    def answer_problems(self, answer: CertificateAnswer) -> Iterator[AnswerProblem]:
        """An answer fills in only what is asked, and is signed by no more people than there are lines."""
        asked = {
            "what": self.what is None and not self.neutral,
            "hours": self.hours,
            "start": self.dates,
            "end": self.dates,
        }
        for part, wanted in asked.items():
            if getattr(answer, part) is not None and not wanted:
                yield (part,), f'The certificate has no blank line for "{part}".', "Take it out of the example."
        yield from too_many(list(answer.signed), len(self.signers), "signers", ("signed",))
