"""Repairs of a freshly set PDF, so that its tags say what the page says (norm: ISO 14289-1, PDF/UA-1).

WeasyPrint 70 leaves two things open: running text in the margins belongs to elements that are in no tree
(Kozea/WeasyPrint #1836), and blocks inside a list item stand beside its body instead of in it.
"""

import re
from collections.abc import Iterator
from functools import partial

import pikepdf
from pikepdf import Array, Dictionary, Name

from workbook.forms import repair_fields

_MARKED = re.compile(rb"/\w+\s*<<\s*/MCID\s+(\d+)[^>]*>>\s*BDC")


def repair(pdf: pikepdf.Pdf) -> None:
    """Repair an open PDF."""
    elements = list(walk(pdf.Root.StructTreeRoot))
    _release_margins(pdf, {e.objgen for e in elements})
    for element in elements:
        if element.get("/S") == Name.LI:
            _fill_body(pdf, element)
    repair_fields(pdf)


def walk(root: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Give every structure element below the root of the tree, parents first."""
    stack = list(reversed(kids(root)))
    while stack:
        element = stack.pop()
        if isinstance(element, Dictionary) and element.get("/Type") not in (Name.OBJR, Name.MCR):
            yield element
            stack.extend(reversed(kids(element)))


def kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    """Give the children of an element as a list."""
    found = element.get("/K")
    if found is None:
        return []
    return list(found) if isinstance(found, Array) else [found]


def _release_margins(pdf: pikepdf.Pdf, reached: set[tuple[int, int]]) -> None:
    """Mark running text as an artifact of pagination, and take its elements out of the parent tree."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    tree = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    for page in pdf.pages:
        if "/StructParents" not in page.obj:
            continue
        parents = tree[int(page.obj.StructParents)]
        lost = {i for i, e in enumerate(parents) if isinstance(e, Dictionary) and e.objgen not in reached}
        if not lost:
            continue
        page.contents_coalesce()
        content = page.obj.Contents.read_bytes()
        page.obj.Contents = pdf.make_stream(_MARKED.sub(partial(_artifact, lost), content))
        for index in lost:
            parents[index] = pikepdf.Object.parse(b"null")


def _artifact(lost: set[int], match: re.Match[bytes]) -> bytes:
    if int(match.group(1)) not in lost:
        return match.group(0)
    return b"/Artifact << /Type /Pagination >> BDC"


def _fill_body(pdf: pikepdf.Pdf, item: pikepdf.Dictionary) -> None:
    """Move what stands beside the body of a list item into it."""
    children = kids(item)
    loose = [k for k in children if not (isinstance(k, Dictionary) and k.get("/S") in (Name.Lbl, Name.LBody))]
    if not loose:
        return
    body = next((k for k in children if isinstance(k, Dictionary) and k.get("/S") == Name.LBody), None)
    kept = [k for k in children if not any(k is other for other in loose)]
    if body is None:
        body = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, K=Array()))
        if "/Pg" in item:
            body.Pg = item.Pg
        kept.append(body)
    inside = Array(kids(body))
    for child in loose:
        if isinstance(child, Dictionary) and child.get("/Type") not in (Name.OBJR, Name.MCR):
            child.P = body
        inside.append(child)
    body.K = inside
    item.K = Array(kept)
