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
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = {"mailboxes": len(samples()), "peak_megabytes": kilobytes // 1024}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
