"""Articles as hypothesis draws them: everything the model allows, NUL and lone surrogates with it."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from danvan_cli.model import Article, Block, BlockKind, Caption, Precision, Provenance
from danvan_cli.store.columns import VIETNAM

TEXT = st.text(st.characters(exclude_categories=()), max_size=12) | st.sampled_from(["Thanh Hóa", "Đắk Lắk", ""])
MAYBE = st.none() | TEXT
EARLIEST, LATEST = datetime(1950, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001 - hypothesis adds the zone
MOMENT = st.none() | st.datetimes(EARLIEST, LATEST, timezones=st.sampled_from([UTC, VIETNAM]))
BLOCKS = st.builds(
    Block,
    kind=st.sampled_from(BlockKind),
    text=TEXT,
    removed=MAYBE,
    selector=MAYBE,
    caption=st.none() | st.integers(0, 9),
)
CAPTIONS = st.builds(Caption, text=TEXT, credit=MAYBE, image_url=MAYBE, position=st.integers(0, 99), raw=TEXT)


def several(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=3).map(tuple)


ARTICLES = st.builds(
    Article,
    url=MAYBE,
    canonical_url=MAYBE,
    title=MAYBE,
    sapo=MAYBE,
    lead_prefix=MAYBE,
    all_blocks=several(BLOCKS),
    captions=several(CAPTIONS),
    byline=several(TEXT),
    byline_raw=MAYBE,
    published_at=MOMENT,
    published_raw=MAYBE,
    published_source=MAYBE,
    published_precision=st.none() | st.sampled_from(Precision),
    updated_at=MOMENT,
    section_path=several(TEXT),
    tags=several(TEXT),
    language=MAYBE,
    problem=MAYBE,
    profile=TEXT,
    provenance=several(st.builds(Provenance, field=TEXT, selector=TEXT, raw=MAYBE)),
)
