"""What must hold in a fragment when it has just been set; only then is it kept."""

from dataclasses import replace

from workbook.bind import bind
from workbook.fragment import Fragment
from workbook.pagination import Part, paginate
from workbook.verify import faults
from workbook.verify.source import source_faults
from workbook.verify.ua import ua_faults


def fragment_faults(fragment: Fragment, html: str) -> list[str]:
    """Give what is wrong with a fragment: bound alone it must be whole, pass PDF/UA, and say what its HTML says."""
    alone = paginate([Part(replace(fragment, goals=()))])
    pdf = bind(fragment.title, "en", alone)
    abroad = set(fragment.goals) - {name for name, _, _ in fragment.destinations}
    found = [fault for fault in faults(pdf, alone) if not (abroad and fault.startswith("links_lead_somewhere"))]
    return [f"{fragment.id}: {fault}" for fault in (*source_faults(fragment, html), *found, *(ua_faults(pdf) or ()))]
