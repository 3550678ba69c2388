"""The founding step: captions leave the body, however they were repeated.

A line is a caption where the markup says so (a caption slot), or where it stands by its photo and looks like
one: centred or italic, ending in a photo credit, or equal to the image's hidden text. Once known, every other
line that says the same is a ``duplicate-caption``. A paragraph that merely resembles a caption stays.
"""

from dataclasses import dataclass, field, replace

from danvan_cli.clean.captions import MOST_CAPTION, has_credit, same_caption, split_credit, without_label
from danvan_cli.clean.draft import FIGURE, HEADING, PARAGRAPH, TABLE_ROW, Draft, Line
from danvan_cli.clean.text import folded, may_begin_alike, one_line
from danvan_cli.model import Caption

_STYLED_CAPTION = 300
"""Letters: a centred or italic line by a photo longer than this is a paragraph."""
_MOST_LABEL = 80
"""Letters: what an editor left before a caption that was never written is shorter."""
_LEAST_DISTANT = 20
"""Letters: shorter lines repeat by chance, so away from the photo they are never taken for a copy."""


@dataclass(slots=True)
class _Album:
    """Captions found so far, one per figure, and which line each took."""

    draft: Draft
    removed: dict[int, str] = field(default_factory=dict)
    captions: list[Caption] = field(default_factory=list)
    at_figure: dict[int, int] = field(default_factory=dict)
    """Figure → index of its caption."""

    def take(self, at: int, line: Line, figure: int | None) -> None:
        raw = without_label(one_line(line.text))
        text, credit = split_credit(raw)
        self.removed[at] = "caption"
        if not text and not credit:
            return
        known = self.at_figure.get(figure) if figure is not None else None
        if known is not None:
            self._add_to(at, known, text, credit, raw)
            return
        twin = next((i for i, other in enumerate(self.captions) if text and same_caption(other.raw, raw)), None)
        if twin is not None:
            self._merge(at, twin, figure, credit)
            return
        url = self.draft.raw.figures[figure].image_url if figure is not None else None
        self.captions.append(Caption(text=text, credit=credit, image_url=url, raw=raw))
        if figure is not None:
            self.at_figure[figure] = len(self.captions) - 1

    def _add_to(self, at: int, known: int, text: str, credit: str | None, raw: str) -> None:
        """A second slot of one figure: its credit, the same caption again, or the caption's other half."""
        old = self.captions[known]
        if text and (same_caption(old.raw, raw) or folded(text) in folded(old.raw)):
            self.removed[at] = "duplicate-caption"
            text = ""
        joined = " ".join(part for part in (old.text, text) if part)
        whole = f"{old.raw} {raw}" if text or (credit and not old.credit) else old.raw
        self.captions[known] = replace(old, text=joined, credit=old.credit or credit, raw=whole)

    def _merge(self, at: int, twin: int, figure: int | None, credit: str | None) -> None:
        """The same caption at another print of the photo: one caption, whichever print carried the credit."""
        old = self.captions[twin]
        self.removed[at] = "duplicate-caption"
        url = old.image_url or (self.draft.raw.figures[figure].image_url if figure is not None else None)
        self.captions[twin] = replace(old, credit=old.credit or credit, image_url=url)
        if figure is not None:
            self.at_figure[figure] = twin

    def marked(self, at: int, line: Line) -> Line:
        """The line with what became of it, and the caption of the figure it shows or belongs to."""
        caption = self.at_figure.get(line.raw.figure) if line.raw.figure is not None else None
        return Line(line.raw, line.kind, line.text, line.hints, self.removed.get(at), caption)


def take_captions(draft: Draft) -> Draft:
    """The captions with their credits, and the draft without their lines."""
    album = _Album(draft)
    just_before: int | None = None
    """The figure that the line at hand follows, captions and removed lines between them not counted."""
    for at, line in enumerate(draft.lines):
        if line.kind is FIGURE:
            just_before = line.raw.figure
        if line.removed is not None or not line.text:
            continue
        short = len(line.text) <= _MOST_LABEL
        if just_before is None and not short and not line.hints and _figure_just_after(draft, at) is None:
            continue  # running text away from any photo, as most lines are
        if short and not without_label(line.text):
            album.removed[at] = "boilerplate"
            continue
        figure = _caption_of(draft, album, at, just_before)
        if figure is not None:
            album.take(at, line, None if figure < 0 else figure)
        elif line.kind is not FIGURE:
            just_before = None
    _copies(draft, album)
    if not (album.removed or draft.raw.figures) or _is_photo_story(draft, album):
        return draft
    lines = tuple(
        album.marked(at, line)
        if line.removed is None and (at in album.removed or line.raw.figure is not None)
        else line
        for at, line in enumerate(draft.lines)
    )
    return replace(draft, lines=lines, captions=tuple(album.captions))


def _caption_of(draft: Draft, album: _Album, at: int, just_before: int | None) -> int | None:
    """The figure whose caption a line is, -1 for a caption whose figure is unknown; None for no caption."""
    line = draft.lines[at]
    hints = line.hints
    if line.kind is HEADING or line.kind is TABLE_ROW or "keep" in hints:
        return None
    if "caption" in hints or "lead-photo" in hints:
        return line.raw.figure if line.raw.figure is not None else _nearest(draft, at)
    if just_before is None:
        figure = _figure_just_after(draft, at)
        return figure if figure is not None and _says_hidden_text(draft, figure, line) else None
    if len(line.text) > MOST_CAPTION or (just_before in album.at_figure and not _completes(album, just_before, line)):
        return None
    return just_before if _looks_like_caption(draft, just_before, line) else None


def _completes(album: _Album, figure: int, line: Line) -> bool:
    """Whether a further line belongs to a figure that has its caption: the credit, or the caption once more."""
    known = album.captions[album.at_figure[figure]]
    text, credit = split_credit(line.text)
    return (credit is not None and not text) or same_caption(known.raw, line.text)


def _looks_like_caption(draft: Draft, figure: int, line: Line) -> bool:
    if has_credit(line.text) or _says_hidden_text(draft, figure, line):
        return True
    if len(line.text) > _STYLED_CAPTION or "bold" in line.hints or "right" in line.hints:
        return False
    return "italic" in line.hints or ("centred" in line.hints and line.kind is PARAGRAPH)


def _says_hidden_text(draft: Draft, figure: int, line: Line) -> bool:
    """Whether a line equals the image's alt or title text (unless that is the article's own title)."""
    image = draft.raw.figures[figure]
    if not image.alt and not image.title:
        return False
    titles = {folded(found.value) for found in draft.raw.titles}
    hidden = {folded(split_credit(text)[0]) for text in (image.alt, image.title) if text} - titles - {""}
    return bool(hidden) and folded(split_credit(line.text)[0]) in hidden


def _figure_just_after(draft: Draft, at: int) -> int | None:
    after = draft.lines[at + 1] if at + 1 < len(draft.lines) else None
    return after.raw.figure if after is not None and after.kind is FIGURE else None


def _nearest(draft: Draft, at: int) -> int:
    """The figure of a slot that the markup left unpaired: the last one before it, -1 where there is none."""
    before = (line.raw.figure for line in reversed(draft.lines[:at]) if line.kind is FIGURE)
    found = next(before, None)
    return -1 if found is None else found


def _copies(draft: Draft, album: _Album) -> None:
    """Plain lines that say a known caption again."""
    keys = {folded(text) for caption in album.captions for text in (caption.text, caption.raw)}
    keys = {key for key in keys if len(key) >= _LEAST_DISTANT}
    longest = max((len(caption.raw) for caption in album.captions), default=0) * 2
    for at, line in draft.kept() if keys else ():
        if len(line.text) > longest or at in album.removed or line.kind is HEADING or "keep" in line.hints:
            continue
        if not may_begin_alike(line.text, keys):
            continue
        if line.key in keys or (has_credit(line.text) and folded(split_credit(line.text)[0]) in keys):
            album.removed[at] = "duplicate-caption"


def _is_photo_story(draft: Draft, album: _Album) -> bool:
    """Whether the captions are the article: three or more of them, long, and hardly any other text."""
    if len(album.captions) < 3:
        return False
    told = sum(len(caption.text) for caption in album.captions)
    rest = sum(len(line.text) for at, line in draft.kept() if at not in album.removed)
    return told >= 500 and rest < told * 0.1
