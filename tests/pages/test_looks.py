"""In a real browser: pages that screen readers can read, that fit a narrow screen, light and dark."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest

from tests.pages.browser import CHROMIUM, audit, look
from tests.pages.shown import mails, pages, whole

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: chromium)")

TOO_WIDE = """w => {
  const beyond = e => e.getBoundingClientRect().right > w.innerWidth + 1;
  const texts = [...w.document.querySelectorAll('body *:not(table, table *, .scroll)')];
  const wide = texts.filter(beyond).map(e => e.outerHTML.slice(0, 120));
  w.document.querySelectorAll('table').forEach(t => t.style.display = 'none');
  return {at: w.innerWidth, checked: texts.length, wide,
          scrolls: w.document.scrollingElement.scrollWidth > w.innerWidth};
}"""
CONTRAST = """w => {
  const d = w.document;
  const channels = c => c.match(/[\\d.]+/g).map(Number);
  const over = ([r, g, b, a = 1], under) => [r, g, b].map((v, i) => v * a + under[i] * (1 - a));
  const light = c => c.map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const canvas = d.createElement('div');
  canvas.style.backgroundColor = 'Canvas';
  d.body.append(canvas);
  const ground = channels(w.getComputedStyle(canvas).backgroundColor);
  canvas.remove();
  const behind = e => e ? over(channels(w.getComputedStyle(e).backgroundColor), behind(e.parentElement))
                        : ground;
  const walk = d.createTreeWalker(d.body, w.NodeFilter.SHOW_TEXT);
  const faint = [];
  let texts = 0;
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim()) continue;
    texts += 1;
    const back = behind(e);
    const both = [light(back), light(over(channels(w.getComputedStyle(e).color), back))].sort();
    const ratio = (Math.max(...both) + .05) / (Math.min(...both) + .05);
    if (ratio < 4.5) faint.push([ratio, walk.currentNode.textContent.trim().slice(0, 60)]);
  }
  return {dark: w.matchMedia('(prefers-color-scheme: dark)').matches, ground, texts, faint,
          scripts: d.scripts.length};
}"""


@pytest.fixture(scope="module")
def audits() -> Any:
    return audit(mails(), whole())


@pytest.fixture(scope="module")
def at_320() -> Any:
    """What stands beyond the edge of a screen of 320 CSS pixels: 1280 at 400 %."""
    return look(pages(), TOO_WIDE, width=320)


@pytest.fixture(scope="module")
def by_night() -> Any:
    return look(pages(), CONTRAST, width=800, dark=True)


@pytest.fixture(scope="module")
def by_day() -> Any:
    return look(pages(), CONTRAST, width=800)


@pytest.mark.parametrize("name", pages())
def test_a_screen_reader_can_read_it(name: str, audits: Any) -> None:
    answer = audits[name]

    assert answer["violations"] == []
    assert answer["unsure"] == []
    assert f"<title>{answer['title']}</title>" in unescape(pages()[name])
    assert {"color-contrast", "html-has-lang", "heading-order"} <= {*answer["passed"]}


def test_the_audit_sees_what_is_wrong() -> None:
    page = "<!DOCTYPE html><html><body><h1>A</h1><p style='color:#999'>faint</p></body></html>"

    wrong = {v.partition(":")[0] for v in audit({}, {"p": page})["p"]["violations"]}

    assert wrong >= {"html-has-lang", "document-title", "color-contrast", "region"}


@pytest.mark.parametrize("name", pages())
def test_at_400_percent_only_tables_are_wider_than_the_screen(name: str, at_320: Any) -> None:
    seen = at_320[name]

    assert seen["at"] == 320
    assert seen["checked"] > 3
    assert seen["wide"] == []
    assert not seen["scrolls"]


@pytest.mark.parametrize("name", pages())
def test_in_the_dark_every_text_stands_out(name: str, by_night: Any) -> None:
    seen = by_night[name]

    assert seen["dark"]
    assert max(seen["ground"]) < 60
    assert seen["texts"] > 3
    assert seen["faint"] == []


@pytest.mark.parametrize("name", pages())
def test_by_day_every_text_stands_out(name: str, by_day: Any) -> None:
    seen = by_day[name]

    assert not seen["dark"]
    assert seen["ground"] == [255, 255, 255]
    assert seen["faint"] == []


@pytest.mark.parametrize("name", pages())
def test_nothing_in_it_becomes_a_script(name: str, by_day: Any) -> None:
    assert by_day[name]["scripts"] == 0


def test_measuring_sees_what_is_too_wide_and_too_faint() -> None:
    page = {"p": f"<p style='white-space:nowrap;color:#777'>{'word ' * 99}</p>"}

    assert look(page, TOO_WIDE)["p"]["scrolls"]
    assert look(page, CONTRAST)["p"]["faint"]
