"""The named steps of cleaning, in their usual order. A profile may name fewer, or another order."""

from collections.abc import Callable, Mapping

from danvan_cli.clean.boilerplate import cut_boilerplate, drop_duplicates, drop_related
from danvan_cli.clean.byline import take_byline
from danvan_cli.clean.captioning import take_captions
from danvan_cli.clean.draft import Draft
from danvan_cli.clean.lead import take_lead

Step = Callable[[Draft], Draft]

STEPS: Mapping[str, Step] = {
    "captions": take_captions,
    "related": drop_related,
    "boilerplate": cut_boilerplate,
    "lead": take_lead,
    "byline": take_byline,
    "duplicates": drop_duplicates,
}
