"""How not to do it: a fresh random UID per create, recorded afterwards, and no look by key."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from connectors.base import NoticeWriter
from connectors.model import RemoteRef
from policy.ruleset import evaluate
from sync.interpret import interpret
from sync.judge import case_for
from sync.ledger import Entry
from sync.pull import read
from sync.service import Service, people, reader_of
from sync.wanted import wanted


def naive_pass(service: Service) -> None:
    """Write what ought to stand and is not in the notebook; then write it into the notebook."""
    notebook = Path(service.store_url.removeprefix("sqlite:///")).with_suffix(".json")
    written: dict[str, list[str]] = json.loads(notebook.read_text()) if notebook.exists() else {}
    for result in read(service, people(service)):
        person = result.person
        writer = service.connections[person.employee.connection]
        assert isinstance(writer, NoticeWriter)
        assert result.snapshot is not None
        said = interpret(result.snapshot.events, reader_of(service, person))
        case = case_for(service, person, said.days)
        notes = {n.key: n for n in wanted(case, evaluate(case), {}, {}, person.language)}
        for key, note in notes.items():
            if key not in written:
                entry = Entry(person.employee.connection, person.id, key, note.content.until)
                notice = entry.notice(note.content)
                random = uuid4().hex
                ref = writer.put(person.mailbox, replace(notice, uid=random, key=random), None)
                written[key] = [ref.id, ref.etag, ref.shape, random]
                notebook.write_text(json.dumps(written))
        mine = [k for k in written if f":{person.id}:" in k and k not in notes]
        for key in mine:
            identity, etag, shape, mark = written.pop(key)
            writer.remove(person.mailbox, mark, RemoteRef(identity, etag, shape))
            notebook.write_text(json.dumps(written))
