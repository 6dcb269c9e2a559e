"""Reads the whole corpus and says how much memory the process ever held."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from tests.corpus.corpus import samples
from tests.corpus.mailboxes import read_mailbox, write_mailbox


def main(root: Path) -> None:
    """Print ``{"mailboxes": …, "peak_megabytes": …}``."""
    for number, sample in enumerate(samples().values()):
        write_mailbox(root, f"m{number}", sample.files)
        read_mailbox(root, f"m{number}", sample)
    told = {"mailboxes": len(samples()), "peak_megabytes": _peak_kilobytes() // 1024}
    sys.stdout.write(json.dumps(told))


def _peak_kilobytes() -> int:
    """Of this program: Linux counts what the parent held when it forked into ``ru_maxrss``."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    [line] = [x for x in status.read_text().splitlines() if x.startswith("VmHWM:")]
    return int(line.split()[1])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
