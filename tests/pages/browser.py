"""Opens pages in the system's Chromium, each time as a new and empty user, and says what it saw."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
OF_WHOLE_PAGES = ("landmark-one-main", "region")
"""Asked of whole pages only: a mail is shown inside its reader's page, which has them."""
ONE_AFTER_THE_OTHER = """
const brief = found => found.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 200)).join(' | '));
const answers = {};
(async () => {
  for (const [name, page, rules] of PAGES) {
    document.open();
    document.write(page);
    document.close();
    const r = await axe.run(document, {rules});
    answers[name] = {violations: brief(r.violations), unsure: brief(r.incomplete),
                     passed: r.passes.map(v => v.id), title: document.title};
  }
  REPORT(answers);
})();
"""
REPORT = """
<script>
function REPORT(what) {
  const e = document.createElement('pre');
  e.id = 'what-was-seen';
  e.textContent = encodeURIComponent(JSON.stringify(what));
  document.documentElement.appendChild(e);
}
</script>
"""
_SEEN = re.compile(r'<pre id="what-was-seen">([^<]*)</pre>')


def audit(mails: Mapping[str, str], whole: Mapping[str, str]) -> Any:
    """axe-core's answers by name: violations, what it could not tell, rules passed, the title.

    ``whole`` are pages that stand for themselves; each is the browser's top document in its turn.
    """
    off = {rule: {"enabled": False} for rule in OF_WHOLE_PAGES}
    turns = [*((n, p, off) for n, p in mails.items()), *((n, p, {}) for n, p in whole.items())]
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    script = ONE_AFTER_THE_OTHER.replace("PAGES", _in_script(turns))
    return seen(f"<!DOCTYPE html>{REPORT}<script>{axe}</script><script>{script}</script>")


def look(pages: Mapping[str, str], question: str, *, width: int = 320, dark: bool = False) -> Any:
    """What JavaScript ``question`` says in each page, shown in a frame ``width`` CSS pixels wide.

    ``question`` is a function of the frame's window; the answer maps the pages' names to its words.
    Chromium's own window cannot be that narrow.
    """
    frames = _in_script(pages)
    harness = f"""<!DOCTYPE html><html><head><meta name="color-scheme" content="light dark">
<style>iframe {{ color-scheme: light dark; width: {width}px; height: 800px; border: 0; }}</style>
</head><body>{REPORT}<script>
const question = {question};
const pages = {frames};
const answers = {{}};
Promise.all(Object.entries(pages).map(([name, page]) => new Promise(done => {{
  const frame = document.createElement('iframe');
  frame.onload = () => {{ answers[name] = question(frame.contentWindow); done(); }};
  frame.srcdoc = page;
  document.body.append(frame);
}}))).then(() => REPORT(answers));
</script></body></html>"""
    return seen(harness, *(("--force-dark-mode",) if dark else ()))


def _in_script(value: object) -> str:
    """As JSON that a script element can hold, whatever is in it."""
    return json.dumps(value).replace("<", "\\u003c")


def seen(page: str, *flags: str) -> Any:
    """What the page's scripts reported. Raises AssertionError where they reported nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.html")
        path.write_text(page, encoding="utf-8")
        wait = "--virtual-time-budget=20000"
        dom = run(Path(folder, "user"), *flags, wait, "--dump-dom", path.as_uri())
    found = _SEEN.search(dom)
    assert found, f"the page reported nothing: {dom[-500:]}"
    return json.loads(unquote(found[1]))


def run(user: Path, *words: str) -> str:
    """Chromium's standard output. Raises subprocess errors where it fails or takes a minute."""
    assert CHROMIUM
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={user}", *words]
    quiet = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=True, env=quiet, encoding="utf-8"
    )
    return done.stdout
