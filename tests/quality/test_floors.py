"""Quality does not slide: every field stays at its pinned floor or above."""

import pytest

from tests.quality import scores
from tests.quality.pin import SETS, floors, raised

needs_shared = [
    pytest.mark.shared,
    pytest.mark.skipif(not scores.SHARED_BENCH.exists(), reason="the pages of ../shared are not at hand"),
]


@pytest.mark.parametrize(
    "name", ["golden", pytest.param("vn", marks=needs_shared), pytest.param("news", marks=needs_shared)]
)
def test_every_field_is_at_its_floor_or_above(name: str) -> None:
    measured, pinned = SETS[name](), floors()[name]
    fallen = {
        field: (floor, measured.get(field)) for field, floor in pinned.items() if measured.get(field, -1.0) < floor
    }
    assert fallen == {}, "field: (floor, today); python -m tests.quality.pin raises floors, and never lowers one"
    assert set(measured) == set(pinned), "a field without a floor: python -m tests.quality.pin"


def test_pinning_again_never_lowers_a_floor_unless_it_is_named() -> None:
    old, new = {"f1": 0.97, "exact": 0.4}, {"f1": 0.96, "exact": 0.5, "title": 1.0}
    assert raised(old, new, may_fall=set()) == {"exact": 0.5, "f1": 0.97, "title": 1.0}
    assert raised(old, new, may_fall={"f1"})["f1"] == 0.96
