"""Invariants of tags: each page's tags are its own, and are read in the order in which they were set."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from workbook.pagination import PlacedPart
from workbook.verify.fragments import entries_of_elements
from workbook.verify.read import Read, number_of
from workbook.verify.syntax import Value, parse, text_of

_PLACE = frozenset({"Type", "S", "P", "Pg", "K", "T"})
"""The keys with which an element says where in the tree it is, and what it is."""

COPY = b"\x06\x02"
"""The mark in a fragment at which copies get what tells them apart."""


def copies(placed: Sequence[PlacedPart]) -> Iterator[tuple[PlacedPart, str]]:
    """Give the parts, each with what tells it from the first copy in names and ids: nothing, then --2, then --3."""
    seen: Counter[str] = Counter()
    for place in placed:
        seen[place.part.fragment.id] += 1
        count = seen[place.part.fragment.id]
        yield place, f"--{count}" if count > 1 else ""


def tags_form_one_tree(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """One document below the root, a part for each fragment; each element hangs once, on the one that it names."""
    root = number_of(file.catalog.get("StructTreeRoot"))
    if len(file.documents) != 1 or file.tags[file.documents[0]].kind != "Document":
        yield "there is not one document below the root of the tags"
        return
    document = file.documents[0]
    if file.tags[document].parent != root:
        yield "the document names another parent than the root"
    yield from _walk(file, document)
    parts = [file.tags[kid].kind for _, kid, _ in file.tags[document].kids if kid in file.tags]
    if placed and parts != ["Part"] * len(placed):
        yield f"there are {len(parts)} parts for {len(placed)} fragments"


def _walk(file: Read, document: int) -> Iterator[str]:
    """Go through the tree, and tell of what hangs twice, wrongly, or on nothing."""
    seen, todo = {document}, [document]
    while todo:
        number = todo.pop()
        for kid in (kid for kind, kid, _ in file.tags[number].kids if kind == "element"):
            if kid not in file.tags:
                yield f"element {number} has a kid that is no element"
            elif kid in seen:
                yield f"element {kid} hangs on two others"
            else:
                if file.tags[kid].parent != number:
                    yield f"element {kid} names another parent than the one it hangs on"
                seen.add(kid)
                todo.append(kid)
    if len(file.tags) != len(seen):
        yield f"{len(file.tags) - len(seen)} elements hang on nothing"


def kinds_are_those_of_the_parts(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """There are as many elements of each kind as in the fragments."""
    meant = Counter({"Document": 1})
    for place in placed:
        meant.update(dict(place.part.fragment.facts.kinds))
    found = Counter(tag.kind for tag in file.tags.values())
    if found != meant:
        yield f"kinds of elements differ: {dict((found - meant) + (meant - found))}"


def reading_order_is_that_of_the_parts(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """Read through its tags, each part gives its marked content in the order in which it was set."""
    index = {page: i for i, page in enumerate(file.pages)}
    parts = [kid for kind, kid, _ in file.tags[file.documents[0]].kids if kind == "element"]
    for place, part in zip(placed, parts, strict=False):
        read = [(index.get(page, -1) - place.first, mark) for page, mark in _marks(file, part)]
        if read != list(place.part.fragment.facts.marks):
            yield f"{place.part.fragment.id} reads in another order than it was set"


def _marks(file: Read, part: int) -> Iterator[tuple[int, int]]:
    """Give the marked content below an element in order; what hangs twice is read once, as a circle has no end."""
    seen, todo = {part}, [*reversed(file.tags[part].kids)]
    while todo:
        kind, what, page = todo.pop()
        if kind == "mark":
            yield page, what
        elif kind == "element" and what in file.tags and what not in seen:
            seen.add(what)
            todo += reversed(file.tags[what].kids)


def parts_say_their_titles(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """The element of each part has the title of the part."""
    titles = [text_of(file.dictionary(what).get("T")) for _, what, _ in file.tags[file.documents[0]].kids]
    if titles != [place.part.fragment.title for place in placed]:
        yield f"the parts are called {titles}"


def elements_say_what_was_set(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """What elements say of themselves is what was set: what drawings show, what heads a cell, ids."""
    meant = sorted(
        (kind, entries.replace(COPY, suffix.encode()))
        for place, suffix in copies(placed)
        for kind, entries in entries_of_elements(place.part.fragment)
    )
    found = sorted((file.tags[number].kind, said) for number, said in file.attributes.items())
    if found != meant and (differing := _counted(found) ^ _counted(meant)):
        yield f"{len(differing)} elements say something else than was set, such as {min(differing)[0][:80]}"


def _counted(said: list[tuple[str, bytes]]) -> set[tuple[str, int]]:
    """Count what is said by what it means, as another program may write it otherwise; leave out what says nothing."""
    means = Counter(f"{kind} {_sorted(parse(b'<<%b>>' % entries), _PLACE)}" for kind, entries in said)
    return {(what, count) for what, count in means.items() if not what.endswith(" <>")}


def _sorted(value: Value, without: frozenset[str] = frozenset()) -> str:
    """Write a value, with the keys of dictionaries in order."""
    if isinstance(value, dict):
        return f"<{','.join(key + _sorted(value[key]) for key in sorted(value.keys() - without))}>"
    return f"[{','.join(map(_sorted, value))}]" if isinstance(value, list) else repr(value)


def pages_own_their_tags(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """The parent tree leads from each piece of a page to the element that holds it, and from there back."""
    del placed
    marks = [((page, what), n) for n, tag in file.tags.items() for kind, what, page in tag.kids if kind == "mark"]
    held = dict(marks)
    if len(held) != len(marks):
        yield "a piece of a page is held by two elements"
    tree, count = dict(file.parents), 0
    keys = [file.dictionary(page).get("StructParents") for page in file.pages]
    for index, (page, key) in enumerate(zip(file.pages, keys, strict=True)):
        owners = file.listed(tree.get(key)) if isinstance(key, int) else []
        for mark, owner in ((mark, owner) for mark, owner in enumerate(owners) if owner is not None):
            count += 1
            if held.get((page, mark)) != number_of(owner):
                yield f"piece {mark} of page {index} belongs to another element than the one that holds it"
    if count != len(held):
        yield f"{len(held)} pieces are held by elements, and {count} are in the parent tree"
    if len({key for key in keys if key is not None}) != sum(key is not None for key in keys):
        yield "two pages share a place in the parent tree"


def parent_tree_is_in_order(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """The keys of the parent tree go up, and the next one is free."""
    del placed
    keys = [key for key, _ in file.parents]
    if any(a >= b for a, b in pairwise(keys)):
        yield "the keys of the parent tree are out of order, or stand there twice"
    if keys and file.tree.get("ParentTreeNextKey") != keys[-1] + 1:
        yield "the next key of the parent tree is taken"


def annotations_own_their_tags(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """Each link and each field belongs to the element that holds it, and to the page that it stands on."""
    del placed
    tree = dict(file.parents)
    holders = {what: (n, page) for n, tag in file.tags.items() for kind, what, page in tag.kids if kind == "object"}
    kinds = {"Link": "Link", "Widget": "Form"}
    notes = [note for _, note in file.annotations]
    for page, note in file.annotations:
        entries = file.dictionary(note)
        number, where = holders.get(note, (0, 0))
        key = entries.get("StructParent")
        if not isinstance(key, int) or number_of(tree.get(key)) != number or where != page:
            yield f"annotation {note} does not belong to the element that holds it"
        elif file.tags[number].kind != kinds.get(str(entries.get("Subtype"))):
            yield f"annotation {note} is held by a {file.tags[number].kind}"
        if number_of(entries.get("P")) != page:
            yield f"annotation {note} names another page than the one it stands on"
    if len(set(notes)) != len(notes):
        yield "an annotation stands on two pages"
    if holders.keys() != set(notes):
        yield f"{len(holders)} annotations are held by elements, and {len(set(notes))} stand on pages"


def ids_are_unique_and_known(file: Read, placed: Sequence[PlacedPart]) -> Iterator[str]:
    """Each id of an element is there once, and in the tree of ids; cells of tables name ids that are there."""
    own = dict(file.own_ids)
    if len(own) != len(file.own_ids):
        yield "two elements have one id"
    if any(a >= b for (a, _), (b, _) in pairwise(file.ids)):
        yield "the tree of ids is out of order"
    if dict(file.ids) != own:
        yield "the tree of ids does not hold the ids of the elements"
    if len(own) != sum(len(place.part.fragment.ids) for place in placed):
        yield "the file has another number of ids than its parts"
    lost = file.headers - own.keys()
    if lost:
        yield f"{len(lost)} headers of cells are not there, such as {min(lost)!r}"
