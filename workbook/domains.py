"""The eleven domains of the library: the folders of ``content/modules/``, each with its name on the page."""

DOMAINS: dict[str, str] = {
    "orientation": "Getting started",
    "resilience": "Resilience",
    "awareness": "Awareness",
    "thinking": "Thinking skills",
    "emotions": "Emotion skills",
    "grounding": "Grounding and calm",
    "coping": "Coping and stress",
    "goals": "Goals and action",
    "routines": "Routines and self-care",
    "connection": "Connection and community",
    "staying-well": "Care and staying well",
}
