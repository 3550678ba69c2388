"""Where the article's text stands on a page that no profile knows: by structure alone.

Every line of text counts for the elements around it: running text by its length, labels, menus and headlines that
are links against them. The article is the element with the most on its account, however deep or flat the page is
built and into however many sections its text was cut: a section more is a gain, a list of other stories a loss.
Boxes whose class says comments, consent or the page's foot are not looked into.
"""

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from danvan_cli.html import Page
from danvan_cli.parse.markup import names
from danvan_cli.parse.omitted import Omitted
from danvan_cli.parse.survey import Account, survey
from danvan_cli.parse.vocabulary import Elsewhere, around, headings, says_body

_LEAST = 25
"""Points: less is a label or a button, not a text."""
_SAME_TEXT = 0.9
"""An element inside that holds this much of the points is the closer frame around the same text."""
_DECLARED_TEXT = 0.2
"""What schema.org's ``articleBody`` needs of the points: what is beside it is not the body."""
_NAMED_TEXT = 0.5
"""What an element needs of them whose class alone says body."""
_STORY_TEXT = 0.25
"""What the ``<article>`` around the heading needs of them."""
_FAR_MORE = 3
_MOST_TEASER = 700
_LEAST_TWINS = 5


@dataclass(frozen=True, slots=True)
class Located:
    """The article's own elements, how they were found, and what says which elements inside are not the article."""

    nodes: tuple[LexborNode, ...]
    selector: str
    without: Omitted


def locate(page: Page) -> Located | None:
    """The elements that hold the article; None where nothing holds running text."""
    if page.tree.body is None:
        return None
    without = Elsewhere(page).omitted
    accounts = _of_story(page, survey(page.tree.body, without))
    best = max(accounts, key=lambda account: account.points, default=None)
    declared = _declared(page, best)
    if declared is not None:
        return Located((declared,), path_of(declared), without)
    if best is None or best.points < _LEAST:
        return None
    nodes = _closest(page, accounts, best)
    if len(nodes) == 1 and best.points <= _MOST_TEASER and _is_teaser(nodes[0]):
        return None
    return Located(nodes, path_of(nodes[0]), without)


def _declared(page: Page, best: Account | None) -> LexborNode | None:
    """The one element marked as schema.org's ``articleBody``, where the most points are elsewhere.

    It may hold hardly a sentence: a table of results, a list of names.
    """
    marked = [node for node in page.css("[itemprop=articleBody]") if len(node.text()) >= _LEAST]
    if len(marked) != 1 or (best is not None and best.node.mem_id in around(marked)):
        return None
    if best is not None and marked[0].mem_id in around([best.node]):
        return None
    return marked[0] if best is None or len(marked[0].text()) * 2 > best.points else None


def _of_story(page: Page, accounts: list[Account]) -> list[Account]:
    """The accounts inside the ``<article>`` around the page's heading, or the one with far more text than all others.

    Most other text on such a page is other stories.
    """
    framed = around(headings(page))
    articles = sorted((a for a in accounts if a.node.tag == "article"), key=lambda account: -account.points)
    most = max((account.points for account in accounts), default=0)
    story = next((account for account in articles if account.node.mem_id in framed), None)
    if story is None and articles and (len(articles) == 1 or articles[1].points * _FAR_MORE < articles[0].points):
        story = articles[0]
    if story is None or story.points < most * _STORY_TEXT:
        return accounts
    return [account for account in accounts if account.start >= story.start and account.end <= story.end]


def _closest(page: Page, accounts: list[Account], best: Account) -> tuple[LexborNode, ...]:
    """The element, or the row of like elements, that the page marks as the body; else the innermost around the text."""
    inside = [account for account in accounts if account.start >= best.start and account.end <= best.end]
    inside = [account for account in inside if account.points >= _LEAST]
    declared = {node.mem_id for node in page.css("[itemprop=articleBody]")}
    for is_marked, least in ((lambda node: node.mem_id in declared, _DECLARED_TEXT), (says_body, _NAMED_TEXT)):
        marked = [account for account in inside if is_marked(account.node)]
        rows = [_row_of(account, marked) for account in marked] if len(marked) > 1 else [marked]
        row = max(rows, key=lambda row: sum(account.points for account in row), default=[])
        if sum(account.points for account in row) >= best.points * least:
            return tuple(account.node for account in row)
    same = [account for account in inside if account.points >= best.points * _SAME_TEXT]
    return (max(same, key=lambda account: (account.depth, account.points)).node,)


def _row_of(one: Account, marked: list[Account]) -> list[Account]:
    """The element with its like: a text cut into sections by ads and photos stands in several of one class.

    Not where each stands in an ``<article>`` of its own: those are several stories.
    """
    if one.node.parent is None or one.node.parent.tag == "article":
        return [one]
    kind = (one.node.tag, names(one.node.attributes), one.depth)
    return [twin for twin in marked if (twin.node.tag, names(twin.node.attributes), twin.depth) == kind]


def _is_teaser(node: LexborNode) -> bool:
    """Whether the element is one of many alike that each point elsewhere: a list of stories, not a story."""
    if len(node.text(strip=True)) > _MOST_TEASER or node.parent is None:
        return False
    kind = (node.tag, node.attributes.get("class"))
    twins = [
        twin
        for twin in node.parent.iter()
        if (twin.tag, twin.attributes.get("class")) == kind and twin.css_first("a[href]") is not None
    ]
    return len(twins) >= _LEAST_TWINS


def path_of(node: LexborNode) -> str:
    """A CSS path that a person can read: the element and two of its ancestors."""
    parts: list[str] = []
    current: LexborNode | None = node
    while current is not None and current.is_element_node and len(parts) < 3 and current.tag != "html":
        attributes = current.attributes
        part = current.tag or "?"
        if attributes.get("id"):
            part += f"#{attributes['id']}"
        elif attributes.get("class"):
            part += "." + str(attributes["class"]).split()[0] if str(attributes["class"]).split() else ""
        parts.append(part)
        if attributes.get("id"):
            break
        current = current.parent
    return " > ".join(reversed(parts))
