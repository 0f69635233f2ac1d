"""Topics in words: what the articles ask for, the modules that teach it, and where in them it is said."""

import textwrap
from collections.abc import Iterator
from typing import Any

from workbook.library import Library, Topic
from workbook.taught import find_words, places_in, split


def topic_rows(library: Library) -> list[dict[str, Any]]:
    """Give one row a topic, as plain data."""
    return [
        {
            "id": name,
            "title": topic.title,
            "articles": list(topic.articles),
            "about": _about(topic),
            "modules": list(topic.modules),
            "where": dict(topic.where),
            "waiting_for": list(topic.waiting_for),
        }
        for name, topic in library.topics.items()
    ]


def _about(topic: Topic) -> str:
    """Say in a line what teaches a topic: each module with the parts that do, and what is still to be written."""
    told = []
    for module in topic.modules:
        parts = list(dict.fromkeys(split(place)[1] for place in places_in(topic, module)))
        told.append(f"{module} ({', '.join(parts)})" if parts else module)
    waiting = f"waiting for {', '.join(topic.waiting_for)}" if topic.waiting_for else ""
    return "; ".join(filter(None, (", ".join(told), waiting)))


def show_topic(library: Library, name: str) -> str:
    """Describe a topic in words."""
    topic = library.topics[name]
    lines = [f"{topic.title} ({name})", "", f"In the articles  {', '.join(topic.articles) or 'none'}"]
    if topic.waiting_for:
        lines.append(f"Waiting for      {', '.join(topic.waiting_for)}")
    lines += ["", "Taught in" if topic.modules else "No module teaches it yet."]
    for module in topic.modules:
        entry = library.modules.get(module)
        lines.append(f"  {module}: {entry.value.title if entry else '(there is no such module)'}")
        lines += _places(library, topic, module) if entry else ()
    return "\n".join(lines)


def _places(library: Library, topic: Topic, module: str) -> Iterator[str]:
    """Give the places in one module, each with its line and the text that stands there."""
    places = places_in(topic, module)
    if not places:
        yield "    (nothing says where)"
    for place, words in places.items():
        spot = find_words(library, place, words)
        where = spot.source.place(spot.path) if spot else "not found: see  workbook check"
        yield f"    {split(place)[1]}  {where}"
        text = " ".join(spot.text.replace("*", "").split()) if spot and words else ""
        if text:
            yield textwrap.indent(textwrap.fill(text, 84), "      ")
