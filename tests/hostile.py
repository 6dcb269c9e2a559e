"""Text that tries to be more than text, for the tests of everything that passes text on."""

from __future__ import annotations

SIGNS = {
    "colour": "\x1b[31mrød\x1b[0m",
    "title": "\x1b]0;ejet\x07",
    "link": "\x1b]8;;http://ond.example\x1b\\her\x1b]8;;\x1b\\",
    "clear": "\x1bc\x1b[2J",
    "bell": "pling\x07",
    "backspace": "skjult\x08\x08\x08\x08\x08\x08",
    "delete": "væk\x7f",
    "one_byte_csi": "\x9b31m",
    "override": "regning\u202efdp.exe",
    "isolate": "\u2066vendt\u2069",
    "mark": "\u200fvendt",
    "no_width": "skj\u200bult\ufeff",
    "line_separator": "linje\u2028Bcc: ond@ond.example",
    "paragraph_separator": "linje\u2029Bcc: ond@ond.example",
    "next_line": "linje\x85Bcc: ond@ond.example",
}
"""Characters that a terminal or a reader's eye obeys."""

WORDS = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "attribute": '" onmouseover="alert(3)" x=\'',
    "comment": "--><!-- ]]>",
    "formula": '=HYPERLINK("http://ond.example";"her")',
    "plus": "+1+cmd|'/C calc'!A0",
    "minus": "-2+3",
    "at": "@sum(1+1)",
    "markup": "[bold red]stor[/bold red] [/] [link=http://ond.example]her[/link]",
    "action": "[@click=app.bell]x[/] :warning: \\[bold]",
    "template": "{{ 7919*7927 }} {% for x in y %} {{ cycler.__init__.__globals__ }}",
    "format": "{0.__class__} %s%n%(x)s ${HOME} `id` $(id)",
    "path": "../../../etc/passwd",
    "device": "C:\\con\\aux",
    "long": "meget langt " * 2_000,
}
"""Words that some program further on obeys."""

ICALENDAR = {
    "line": r"x\nend:vevent\nbegin:vevent\ndtstart;value=date:20261209\nsummary:Indsat",
    "capital_line": r"x\NATTENDEE:mailto:ond@ond.example",
    "folded": "x\r\n\r\n end:vevent",
    "header": r"x\r\nBcc: ond@ond.example\n\nKrop",
    "parameter": '";X=":mailto:ond@ond.example',
}
"""Raw iCalendar text that tries to become lines."""

TRACES = (
    "ond.example",
    "alert",
    "cmd|",
    "passwd",
    "cycler",
    "ejet",
    "meget langt",
    "62773913",
    "sum(",
)
"""Parts of the above that nobody else writes."""
