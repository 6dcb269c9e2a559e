"""What stands in the calendars of the invented Direktoratet: ordinary weeks with a few snags."""

from __future__ import annotations

from collections.abc import Mapping

from config.demo.entries import AWAY, FRI, HOME, MON, THU, TUE, WED, Entry, Moved, weekly

ROOM_1 = "Strandgade 100, mødelokale 1"
ROOM_3 = "Strandgade 100, mødelokale 3"

PROJECT_MEETING = Entry(
    "Projektmøde (fysisk)",
    50,
    TUE,
    "10-12",
    location=ROOM_3,
    by="tkr",
    guests=("mho", "jlu", "obr"),
    meeting="dir-projekt",
)

DIARIES: Mapping[str, tuple[Entry, ...]] = {
    "bek": (
        Entry("Direktion", 43, MON, "9-11", location=ROOM_1, repeat=weekly(MON)),
        Entry("Samråd", 50, THU, "13-15", location="Christiansborg", private=True),
        Entry("Tandlæge", 49, FRI, "8-9", private=True),
        Entry("Ferie", 52, MON, days=3, show_as=AWAY),
    ),
    "tkr": (
        Entry("Hjemmearbejde (ad hoc)", 49, FRI, show_as=HOME),
        Entry("Fysisk møde", 49, FRI, "10-11", location=ROOM_1, private=True),
        Entry("Lokalaftale om hjemmearbejde – forhandling", 50, TUE, "13-15", location=ROOM_1),
        Entry("1:1 med Mette", 49, TUE, "13-13.30", repeat=weekly(TUE, every=2)),
    ),
    "mho": (
        Entry("Hjemmearbejde", 50, TUE, show_as=HOME, repeat=weekly(TUE, THU)),
        PROJECT_MEETING,
        Entry("Oplæg om ferieloven", 51, WED, "10-11"),
    ),
    "obr": (
        Entry(
            "Hjemme",
            36,
            WED,
            show_as=HOME,
            repeat=weekly(WED, FRI),
            skip=((50, FRI),),
            moved=(Moved(50, WED, 50, WED, subject="Hjemme til kl. 12"),),
        ),
        Entry("Ferie", 50, FRI, show_as=AWAY),
        Entry("Budgetopfølgning", 49, WED, "13-14", location=ROOM_3, by="tkr", link=True),
        PROJECT_MEETING,
    ),
    "ayi": (
        Entry(
            "Fordybelse",
            36,
            THU,
            categories=("Hjemmearbejde",),
            show_as=HOME,
            repeat=weekly(THU),
        ),
        Entry("Drøftelse af hjemmearbejde i afdelingen", 49, TUE, "9-10", by="tkr", link=True),
    ),
    "jlu": (
        Entry("Hjemmearbejde", 49, THU, "8-15.30", show_as=HOME),
        Entry("Arbejdsgruppe om vilkår", 49, THU, "13-14", location=ROOM_3, by="tkr"),
        Entry("Mette hjemme", 50, THU),
        Entry("Annulleret: Hjemmearbejde", 51, TUE),
        PROJECT_MEETING,
        Entry("Arbejder hjemmefra", 47, WED, show_as=HOME),
    ),
    "ksk": (
        Entry("Hjemmearbejdsdag", 36, MON, show_as=HOME, repeat=weekly(MON)),
        Entry("Deltidsdag", 36, FRI, repeat=weekly(FRI)),
        Entry("Hjemmearbejde", 50, FRI, show_as=HOME),
        Entry("Nøgleudlevering", 50, FRI, "10-11", location="Receptionen"),
    ),
    "ewa": (
        Entry("Working from home", 36, WED, show_as=HOME, repeat=weekly(WED)),
        Entry("All hands (in-person)", 51, WED, "13-15", location="Kantinen", by="bek"),
        Entry("Homepage relaunch", 49, THU, "10-11"),
        Entry("Out of office", 48, FRI, show_as=AWAY),
    ),
    "sny": (
        Entry("Hjemmearbejde", 36, TUE, show_as=HOME, repeat=weekly(TUE, WED, THU)),
        Entry("Teammøde (fysisk)", 50, TUE, "9-10", location=ROOM_1, by="tkr"),
    ),
    "hma": (
        Entry("Hjemmekontor – kan træffes på Teams", 49, FRI, show_as=HOME),
        Entry("Ledermøde", 43, TUE, "9-11", location=ROOM_1, repeat=weekly(TUE), by="bek"),
        Entry("Evaluering af hjemmearbejde", 51, THU, "13-14", link=True, by="bek"),
    ),
    "pfr": (
        Entry("Hjemmearbejde", 36, MON, "8-15.30", show_as=HOME, repeat=weekly(MON)),
        Entry("Fysisk møde aflyst – afholdes på Teams", 50, MON, "10-11", by="hma", link=True),
        Entry("Retsmøde, Københavns Byret", 50, TUE, "9-12", location="Københavns Byret"),
    ),
    "nah": (
        Entry("Hjemmearbejde", 49, TUE, show_as=HOME, repeat=weekly(TUE), count=3),
        Entry("Høringssvar", 50, TUE, "13-14", by="hma", guests=("pfr",), link=True),
        Entry("Opdatering af hjemmesiden", 50, THU, "9-10"),
    ),
    "cbj": (
        Entry("Hjemmefra – skrivedag", 50, WED, show_as=HOME),
        Entry("Hjemmearbejde", 47, THU, show_as=HOME),
        Entry("Ledsagelse af praktikant", 51, MON, "9-10"),
    ),
    "rth": (
        Entry("Hjemmearbejde", 36, MON, show_as=HOME, repeat=weekly(MON, THU)),
        Entry("Fast hjemmearbejde", 49, FRI, show_as=HOME),
        Entry("Fast hjemmearbejde", 50, FRI, show_as=HOME),
        Entry("Fast hjemmearbejde", 51, FRI, show_as=HOME),
    ),
    "lko": (
        Entry("Arbejder hjemme", 48, MON, show_as=HOME, repeat=weekly(MON), count=5),
        Entry("Retsmøde, Østre Landsret", 51, MON, "9-12", location="Østre Landsret"),
        Entry("Hjemtagelse af indsat – sagsgennemgang", 50, TUE, "10-11"),
    ),
    "yha": (
        Entry("Hjemme fra kl. 12", 50, MON, show_as=HOME),
        Entry("Status på hjemmearbejde", 51, TUE, "10-11", by="hma", link=True),
        Entry("Fri fra kl. 13", 52, TUE, show_as=AWAY),
    ),
    "idg": (
        Entry("Hjemmearbejde (ad hoc)", 44, TUE),
        Entry("Ad hoc hjemmearbejde", 46, TUE),
        Entry("Hjemme i dag (ad hoc)", 47, TUE),
        Entry("Ad hoc: arbejder hjemme", 49, TUE),
        Entry("Fysioterapeut kl. 8", 49, TUE, "8-9"),
    ),
    "sve": (
        Entry("Hjemmearbejde", 36, FRI, show_as=HOME, repeat=weekly(FRI)),
        Entry(
            "Annulleret: Ledermøde (fysisk)",
            50,
            FRI,
            "9-11",
            location=ROOM_1,
            by="bek",
            cancelled=True,
        ),
    ),
    "fjo": (
        Entry("Hjemme", 36, MON, show_as=HOME, repeat=weekly(MON, TUE, THU, every=3)),
        Entry("Hjemme", 37, TUE, show_as=HOME, repeat=weekly(TUE, THU, every=3)),
        Entry("Hjemme", 38, THU, show_as=HOME, repeat=weekly(THU, every=3)),
    ),
    "mkn": (
        Entry("MKN hjemmearbejde", 49, THU, show_as=HOME),
        Entry("Remote desktop opdatering", 50, TUE, "15-16"),
        Entry("Telefonvagt hjemmefra", 51, WED, "16-20"),
    ),
    "aod": (
        Entry("Hjemmearbejde", 36, MON, show_as=HOME, repeat=weekly(MON, WED)),
        Entry("Hjemmearbejde", 37, FRI, show_as=HOME, repeat=weekly(FRI, every=2)),
    ),
    "psh": (
        Entry("WFH", 36, TUE, categories=("WFH",), repeat=weekly(TUE)),
        Entry("Workshop (fysisk)", 50, TUE, "10-12", categories=("Online",), by="sve"),
        Entry("Home visit – plumber", 51, THU, "8-9", private=True),
    ),
    "dpe": (
        Entry("Måske hjemmearbejde", 49, THU),
        Entry("Personaledag (fysisk)", 49, THU, "9-15", by="sve", answer="DECLINED"),
        Entry("Hjemmearbejde -> ferie", 52, TUE),
    ),
}
