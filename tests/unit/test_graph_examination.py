"""Graph is tried step by step, and what must be refused has to be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from config.watch.metrics import Metrics
from connectors.base import Examiner, Expiring, Step, WritingExaminer
from connectors.credentials import Credential, by_secret
from connectors.errors import AuthFailed
from connectors.graph import Endpoint, Graph
from connectors.model import Mailbox
from tests.conformance.desk import ANNA, COPENHAGEN, TUESDAY
from tests.simulators.graph.faults import error
from tests.simulators.graph.signing_in import App
from tests.simulators.graph_desk import APP, GraphDesk, Ready, graph_desk
from tests.unit.graph_cases import DAY

STRANGER, BO = "stranger@example.dk", "bo@example.dk"
SECRET = by_secret("hemmelig", date(2027, 11, 1))
SCOPED = App(APP.id, scope=frozenset({ANNA.address}), roles=frozenset({"Calendars.ReadWrite"}))


@contextmanager
def trying(
    app: App = SCOPED,
    *,
    outside: str | None = STRANGER,
    credential: Credential | None = SECRET,
    zone: Any = COPENHAGEN,
) -> Iterator[tuple[GraphDesk, Graph]]:
    """A desk, and a connector that knows of a mailbox that must stay shut."""
    with graph_desk(app) as desk:
        desk.tenant.store.clock = lambda: datetime(2026, 11, 23, 8, tzinfo=UTC)
        for address in (ANNA.address, STRANGER):
            desk.add_mailbox(address)
        graph = Graph(
            Endpoint(desk.server.url, timeout=10),
            Ready(desk.server),
            zone=zone,
            credential=credential,
            outside_scope=outside,
            clock=lambda: desk.now,
        )
        yield desk, graph
        graph.close()


def bad(graph: Graph, *mailboxes: Mailbox) -> list[Step]:
    """What is not well; each such step says what to do."""
    found = [step for step in graph.examine(mailboxes or (ANNA,)) if not step.well]
    assert all(step.ask for step in found)
    return found


def said(graph: Graph, *mailboxes: Mailbox) -> str:
    return " | ".join(step.said for step in graph.examine(mailboxes or (ANNA,)))


def test_all_is_well_and_nothing_that_anybody_wrote_was_asked_for() -> None:
    with trying() as (desk, graph):
        assert isinstance(graph, Examiner)
        for _ in range(12):
            desk.add(ANNA.address, "hemmeligt", TUESDAY, TUESDAY + DAY)
        before, watch = desk.tenant.store.mailboxes[ANNA.address].moment, desk.tenant.watch
        seen: list[tuple[Any, Any]] = []
        desk.tenant.watch = lambda *both: seen.append(both) or watch(*both)
        assert bad(graph) == []
        ((call, reply),) = [both for both in seen if both[0].segments[-1] == "calendarView"]
        assert (call.query["$select"], call.query["$top"]) == ("id,type", "10")
        entries = reply.content["value"]
        assert len(entries) == 10
        assert all({*entry} == {"@odata.etag", "id", "type"} for entry in entries)
        assert not any("hemmeligt" in str(reply.content) for _, reply in seen)
        words = said(graph)
        assert "the client secret, which ends on 2027-11-01" in words
        assert "nothing was consented in Entra" in words
        assert "can be read, our mark too: of 10 entries at most only ids and kinds" in words
        assert "the server's clock and ours agree" in words
        assert "outside_scope is refused, as it must be" in words
        assert "1 time zones have a name in Exchange" in words
        assert desk.tenant.store.mailboxes[ANNA.address].moment == before


@pytest.mark.parametrize("role", ["Calendars.ReadWrite", "Calendars.Read"])
def test_68_a_consent_makes_the_scope_worthless(role: str) -> None:
    app = App(APP.id, scope=SCOPED.scope, roles=SCOPED.roles, consented=frozenset({role}))
    with trying(app) as (_, graph):
        consent, opened = bad(graph)
        assert f"{role}: consented in Entra for every mailbox" in consent.said
        assert "worthless" in consent.said
        assert "take the consent away" in consent.ask
        assert "which it must not" in opened.said


def test_68_a_consent_to_something_else_is_too_much_as_well() -> None:
    app = App(APP.id, scope=SCOPED.scope, consented=frozenset({"User.Read.All"}))
    with trying(app) as (_, graph):
        (one,) = bad(graph)
        assert "User.Read.All: consented in Entra, and not needed here" in one.said


def test_a_token_that_shows_nothing_is_no_reassurance() -> None:
    with trying() as (desk, _):
        desk.tenant.signing_in._tokens["opaque"] = (APP.id, 1e12)
        opaque = Graph(
            Endpoint(desk.server.url), _Opaque(), zone=COPENHAGEN, clock=lambda: desk.now
        )
        assert "does not show whether anything was consented" in said(opaque)
        opaque.close()


class _Opaque:
    def __call__(self) -> str:
        return "opaque"

    def refused(self, token: str) -> None:
        """It is the only one."""


def test_68_a_scope_that_is_too_wide_is_told() -> None:
    with trying(App(APP.id, scope=frozenset({ANNA.address, STRANGER}))) as (_, graph):
        (one,) = bad(graph)
        assert "outside_scope can be opened, which it must not" in one.said
        assert "narrow the scope" in one.ask


def test_a_mailbox_that_must_stay_shut_has_to_be_there() -> None:
    with trying(outside="nobody@example.dk") as (_, graph):
        (one,) = bad(graph)
        assert "no such mailbox" in one.said


def test_where_none_is_named_it_is_said_how() -> None:
    with trying(outside=None) as (_, graph):
        assert bad(graph) == []
        assert "name one that must stay shut in outside_scope" in said(graph)


def test_66_a_first_mailbox_out_of_scope_says_what_to_ask_for() -> None:
    with trying() as (_, graph):
        (one,) = bad(graph, Mailbox(STRANGER, COPENHAGEN))
        assert "may not open this mailbox" in one.said
        assert "Test-ServicePrincipalAuthorization" in one.ask


def test_65_a_first_mailbox_on_premises_says_what_to_name() -> None:
    with trying() as (desk, graph):
        desk.tenant.store.mailboxes[ANNA.address].spoiled = "MailboxNotEnabledForRESTAPI"
        (one,) = bad(graph)
        assert "on premises" in one.said
        assert "fallback of kind ews" in one.ask


def test_a_calendar_that_opens_and_cannot_be_read() -> None:
    with trying() as (desk, graph):
        desk.tenant.faults.add("view", error(403, "ErrorAccessDenied"))
        (one,) = bad(graph)
        assert "cannot be read" in one.said


YEARS = round(
    (datetime(2038, 1, 20, tzinfo=UTC) - datetime(2026, 11, 23, 8, tzinfo=UTC)).total_seconds()
)


@pytest.mark.parametrize(
    ("off", "told"),
    [
        (3600, "3,600 seconds ahead of"),
        (-3600, "3,600 seconds behind"),
        (-90, "90 seconds behind"),
        (-86400, "86,400 seconds behind"),
        (YEARS, f"{YEARS:,} seconds ahead of"),
    ],
)
def test_60_a_clock_that_is_off_is_told(off: int, told: str) -> None:
    with trying() as (desk, graph):
        desk.now += timedelta(seconds=off)
        one = bad(graph)[-1]
        assert told in one.said
        assert "NTP" in one.ask


def test_60_a_clock_that_is_off_is_told_where_the_mailbox_stays_shut_too() -> None:
    with trying() as (desk, graph):
        desk.now += timedelta(hours=1)
        said = [step.said for step in bad(graph, Mailbox(STRANGER, COPENHAGEN))]
        assert any("3,600 seconds ahead of" in one for one in said)


def test_60_a_minute_is_nothing() -> None:
    with trying() as (desk, graph):
        desk.now += timedelta(seconds=58)
        assert bad(graph) == []


@pytest.mark.parametrize(
    ("days", "words"), [(59, "order a new one"), (29, "this month"), (6, "NOW")]
)
def test_3_a_credential_that_ends_soon(days: int, words: str) -> None:
    ends = date(2026, 11, 24) + timedelta(days=days)
    with trying(credential=by_secret("hemmelig", ends)) as (_, graph):
        (one,) = bad(graph)
        assert words in one.said


def test_3_a_secret_whose_end_nobody_told() -> None:
    with trying(credential=by_secret("hemmelig", None)) as (_, graph):
        assert "write it in secret_expires" in said(graph)
        assert graph.expiries() == {}


def test_no_token_ends_the_trial() -> None:
    class Refused(_Opaque):
        def __call__(self) -> str:
            raise AuthFailed("the token service refuses the application (AADSTS7000222)")

    graph = Graph(Endpoint("https://localhost:9"), Refused(), zone=COPENHAGEN)
    (one,) = bad(graph)
    assert "AADSTS7000222" in one.said
    assert "client_id" in one.ask


def test_without_a_mailbox_little_can_be_tried() -> None:
    with trying() as (_, graph):
        assert "no more can be tried" in list(graph.examine([]))[-1].said
        assert "no note can be tried" in list(graph.examine_writing([]))[-1].said


def test_writing_is_tried_and_leaves_nothing() -> None:
    with trying() as (desk, graph):
        assert isinstance(graph, WritingExaminer)
        (step,) = graph.examine_writing([ANNA])
        assert step == Step("a note was written, found again by its mark, changed, and taken away")
        assert desk.tenant.counters.operations().count("create") == 1
        assert not desk.tenant.store.mailboxes[ANNA.address].events
        assert desk.tenant.store.mails == []


def test_a_note_that_is_not_found_again_is_taken_away_and_refused() -> None:
    with trying() as (desk, graph):
        for operation in ("find", "view"):
            desk.tenant.faults.add(operation, _nothing, times=-1)
        (step,) = graph.examine_writing([ANNA])
        assert not step.well
        assert "could not be found again by its mark" in step.said
        assert "let no notes be written over this connection" in step.said
        assert not desk.tenant.store.mailboxes[ANNA.address].events


def test_rights_to_read_alone_refuse_notes() -> None:
    with trying(App(APP.id, roles=frozenset({"Calendars.Read"}))) as (_, graph):
        (step,) = graph.examine_writing([ANNA])
        assert not step.well
        assert "Application Calendars.ReadWrite" in step.ask


def test_a_note_that_cannot_be_taken_away_is_for_its_owner() -> None:
    with trying() as (desk, graph):
        desk.tenant.faults.add("delete", error(503, "ServiceUnavailable"), times=-1)
        (step,) = graph.examine_writing([ANNA])
        assert "could not be taken away" in step.said
        assert "2027-04-12" in step.ask


def _nothing(_: Any, handle: Any) -> Any:
    from tests.simulators.graph.asked import Reply

    handle()
    return Reply(200, {"value": []})


def test_what_it_rests_on_ends_and_the_days_left_are_a_figure() -> None:
    with trying() as (desk, graph):
        assert isinstance(graph, Expiring)
        assert graph.expiries() == {"client secret": datetime(2027, 11, 1, tzinfo=UTC)}
        text = Metrics({"sky": graph}, lambda: None, lambda: desk.now).text().decode()
        (line,) = [one for one in text.splitlines() if one.startswith("hjemmedag_expires_in_days{")]
        named, _, days = line.rpartition(" ")
        assert named == 'hjemmedag_expires_in_days{connection="sky",what="client secret"}'
        assert 342 < float(days) < 343
