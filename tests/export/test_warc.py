import hashlib
import io

import pytest

from danvan_cli.export.warc import write
from danvan_cli.warc.cdxj import Place
from danvan_cli.warc.packing import PACKINGS
from danvan_cli.warc.record import to_bytes
from tests.support.captures import records, snapshot


@pytest.mark.parametrize("ending", PACKINGS)
def test_every_record_lies_where_the_index_is_told(ending: str) -> None:
    out, places = io.BytesIO(), list[Place]()
    found = [*records(snapshot(b"mot")), *records(snapshot(b"hai" * 99, url="https://baolangxa.example/2"))]
    pack = PACKINGS[ending]
    assert write(found, out, filename="a", pack=pack, on_record=lambda _, place: places.append(place)) == len(found)
    data = out.getvalue()
    for record, place in zip(found, places, strict=True):
        packed = data[place.offset : place.offset + place.length]
        assert packed == pack(to_bytes(record))
        assert place.sha256 == hashlib.sha256(packed).hexdigest()
    assert data == b"".join(pack(to_bytes(record)) for record in found)
