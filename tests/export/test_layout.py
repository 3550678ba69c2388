from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.export.layout import credited, in_order
from danvan_cli.model import Article, Block, BlockKind, Caption

_PLACES = st.lists(st.integers(min_value=0, max_value=8), max_size=6)


@given(st.integers(min_value=0, max_value=6), _PLACES)
def test_every_block_and_caption_appears_once_and_captions_after_their_blocks(blocks: int, places: list[int]) -> None:
    article = Article(
        url=None,
        all_blocks=tuple(Block(kind=BlockKind.PARAGRAPH, text=f"đoạn {n}") for n in range(blocks)),
        captions=tuple(Caption(text=f"ảnh {n}", position=place) for n, place in enumerate(places)),
    )
    shown = list(in_order(article))
    assert [item for item in shown if isinstance(item, Block)] == list(article.blocks)
    assert sorted((c for c in shown if isinstance(c, Caption)), key=lambda c: c.text) == sorted(
        article.captions, key=lambda c: c.text
    )
    for number, item in enumerate(shown):
        if isinstance(item, Caption):
            before = sum(isinstance(other, Block) for other in shown[:number])
            assert before == min(item.position, blocks)


def test_a_caption_is_shown_with_its_credit() -> None:
    assert credited(Caption(text="Chợ phiên", credit="LH")) == "Chợ phiên (LH)"
    assert credited(Caption(text="Chợ phiên")) == "Chợ phiên"
    assert credited(Caption(text="", credit="LH")) == "LH"
