"""What Tom does with a conversation, in a real browser."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from lib.database import engine
from tests.support import site
from tests.support.browsers import BrowserPage, serving
from tests.support.client_story import BORIS, CHLOE
from tests.support.processes import forked
from tests.support.site import day

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(create_database: Callable[..., str], told: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard on the story, with sixty long letters of Boris's beside."""
    url = create_database(told)
    database = engine(url)
    for number in range(60):
        body = f"Letter {number}. {'Nothing is new here. ' * 40}"
        site.write(database, f"b{number:02}", body, at=day(number / 100), contact_id=BORIS, author_name="Boris")
    given = {"contact_id": CHLOE, "author_name": "\u202eChloe", "subject": "\u202eThe flat"}
    site.write(database, "c1", "שלום, מה מחיר הדירה?\nThe flat in Haifa.", at=day(1), **given)
    database.dispose()
    with serving(tmp_path_factory.mktemp("conversation"), url, python=forked.python()) as start:
        yield start


def test_tom_reads_what_waits_asks_who_says_so_and_finds_his_way_back(address: str, browser_page: BrowserPage) -> None:
    page = browser_page.page
    page.goto(f"{address}/client_context")
    page.get_by_role("radio", name="Needs a reply").click()
    page.get_by_role("list", name="Needs a reply").get_by_role("button", name="Anna Berg").click()
    expect(page).to_have_url(re.compile("thread=The"))
    messages = page.get_by_role("article")
    expect(messages).to_have_count(4)
    expect(messages.first).to_contain_text("Is the garden flat still free?")
    messages.filter(has_text="One more thing").get_by_role("link", name="I prefer SMS over email").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Prefers SMS over email.")
    dialog.get_by_role("link", name="In the conversation").click()
    expect(dialog).to_have_count(0)
    expect(page).to_have_url(re.compile("at=m2$"))
    expect(messages).to_have_count(2)
    page.get_by_role("link", name="Newer").first.click()
    expect(messages).to_have_count(8)
    search = page.get_by_label("Search the messages")
    search.fill("vegetarian")
    search.press("Enter")
    expect(messages).to_have_count(3)
    page.get_by_role("combobox", name="All authors").click()
    page.get_by_role("option", name="Our side").click()
    expect(messages).to_have_count(1)
    expect(page).to_have_url(re.compile("words=vegetarian"))
    page.go_back()
    expect(messages).to_have_count(3)
    page.reload()
    expect(messages).to_have_count(3)
    expect(search).to_have_value("vegetarian")
    page.get_by_text("Now", exact=True).click()
    expect(messages).to_have_count(0)
    expect(page.get_by_text("Open threads")).to_be_visible()
    page.get_by_role("link", name="The flat").click()
    expect(messages).to_have_count(4)
    assert browser_page.messages == []


def test_tom_reads_the_brief_and_sees_a_wrong_amount_and_an_open_question_in_a_draft(
    address: str, browser_page: BrowserPage
) -> None:
    page = browser_page.page
    page.goto(f"{address}/client_context")
    page.get_by_role("radio", name="Needs a reply").click()
    page.get_by_role("list", name="Needs a reply").get_by_role("button", name="Anna Berg").click()
    page.get_by_text("Before you reply").click()
    expect(page.get_by_text("Budget is 650k.").first).to_be_visible()
    draft = page.get_by_label("Your draft", exact=True)
    draft.fill("Hello Anna, with your budget of 700k I have three offers for you.")
    draft.press("Control+Enter")
    marks = page.get_by_label("Your draft with marks")
    expect(marks.locator("mark").first).to_have_text("700k")
    looks = page.locator(".orb-looks li")
    expect(looks.filter(has_text="Is the garden flat still free?")).to_have_count(1)
    expect(looks.filter(has_text="Could you send offers?")).to_have_count(0)
    looks.filter(has_text="700k").get_by_role("link", name="says who?").click()
    expect(page.get_by_role("dialog")).to_contain_text("my budget is now 650k")
    assert browser_page.messages == []


def test_who_turns_to_older_messages_reads_on_at_the_head_of_the_next(address: str, browser_page: BrowserPage) -> None:
    page = browser_page.page
    page.goto(f"{address}/client_context?contact={BORIS}&view=conversation")
    messages = page.get_by_role("article")
    expect(messages).to_have_count(50)
    page.get_by_role("link", name="Older").last.click()
    expect(messages).to_have_count(10)
    head = messages.first.locator("header")
    expect(head).to_be_in_viewport(ratio=1)
    above = page.locator("[data-testid='stHeader']").bounding_box()
    first = head.bounding_box()
    assert above is not None
    assert first is not None
    assert first["y"] >= above["y"] + above["height"]


PLACES = """message => {
  const place = (node, from, to) => {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    return range.getBoundingClientRect();
  };
  const text = message.querySelector(".orb-text"), name = message.querySelector("header b");
  const [box, words] = [text.getBoundingClientRect(), text.firstChild];
  return [
    Math.abs(place(words, 0, 1).right - box.right) < 2, // the first letter of the Hebrew line stands at the right
    Math.abs(place(words, 21, 22).left - box.left) < 2, // that of the English one at the left
    place(name.nextSibling, 2, 3).left > name.getBoundingClientRect().left, // what follows the name follows it
    place(name.nextSibling, 2, 3).left < place(name.nextSibling, 9, 10).left, // and is read from the left
  ];
}"""


def test_a_text_from_the_right_is_read_from_the_right_and_turns_nothing_around_it(
    address: str, browser_page: BrowserPage
) -> None:
    page = browser_page.page
    page.goto(f"{address}/client_context?contact={CHLOE}&view=conversation")
    expect(page.get_by_role("article")).to_have_count(1)
    assert page.get_by_role("article").evaluate(PLACES) == [True, True, True, True]
