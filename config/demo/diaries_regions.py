"""What stands in the calendars of the invented områder and of the unit in Greenland."""

from __future__ import annotations

from collections.abc import Mapping

from config.demo.entries import AWAY, FRI, HOME, MON, THU, TUE, WED, Entry, Moved, weekly

SJAELLAND: Mapping[str, tuple[Entry, ...]] = {
    "gra": (
        Entry("Ledermøde i området", 43, THU, "9-12", location="Områdekontoret, lokale 2"),
        Entry("Individuel aftale om hjemmearbejde: samtale", 50, WED, "9-10"),
    ),
    "bto": (
        Entry("Hjemmearbejde", 36, TUE, show_as=HOME, repeat=weekly(TUE)),
        Entry("Hjemmearbejde", 36, THU, show_as=HOME, repeat=weekly(THU), until=45),
        Entry("Hjemmearbejde", 46, FRI, show_as=HOME, repeat=weekly(FRI)),
    ),
    "ska": (
        Entry("Hjemmearbejde", 36, WED, show_as=HOME, repeat=weekly(WED)),
        Entry(
            "Kapacitet 2027",
            49,
            WED,
            "13-14",
            location="Områdekontoret, lokale 2",
            by="gra",
            answer="TENTATIVE",
        ),
        Entry("På kontoret i dag", 51, WED),
        Entry("Fysisk møde med kommunen", 51, WED, "10-11", by="gra"),
    ),
    "oem": (
        Entry("Hjemmearbejde", 30, TUE, show_as=HOME, repeat=weekly(TUE)),
        Entry("Barsel", 40, MON, days=140, show_as=AWAY),
        Entry("Temadag (fysisk)", 50, TUE, "9-15", by="gra"),
    ),
    "hbo": (
        Entry("Sikkerhedsbriefing – kun på stedet", 43, MON, "8-8.30", repeat=weekly(MON)),
        Entry("Hjemmel til besøgskontrol – drøftelse", 50, THU, "10-11"),
    ),
    "vma": (
        Entry("Hjemmearbejde – indkøb og papirer", 36, WED, show_as=HOME, repeat=weekly(WED)),
        Entry("Værkstedet: levering", 50, THU, "9-10"),
    ),
    "jtr": (
        Entry("Dagvagt", 43, MON, "7-15", repeat=weekly(MON, TUE, WED)),
        Entry("Aftenvagt", 43, THU, "15-23", repeat=weekly(THU, every=2)),
        Entry("Fri", 43, FRI, show_as=AWAY, repeat=weekly(FRI, every=2)),
    ),
    "kda": (
        Entry("Hjemmearbejde", 36, TUE, show_as=HOME, repeat=weekly(TUE, THU, every=2)),
        Entry("Hjemmearbejde", 36, WED, show_as=HOME, repeat=weekly(WED)),
        Entry("Ferie", 51, MON, days=5, show_as=AWAY),
    ),
    "abr": (
        Entry("Fast hjemmearbejde", 50, THU, show_as=HOME),
        Entry("Samtale m. indsat", 49, MON, "10-11", location="Besøgsafdelingen"),
    ),
    "mso": (
        Entry("Dagvagt", 43, TUE, "7-15", repeat=weekly(TUE, THU, FRI)),
        Entry("Telefonvagt hjemmefra", 49, WED, "15-23"),
        Entry("Afspadsering", 50, FRI, show_as=AWAY),
    ),
    "lgr": (
        Entry("Vagtplan: gennemgang", 43, TUE, "9-10", repeat=weekly(TUE)),
        Entry("Brandøvelse", 50, WED, "10-11"),
    ),
    "tmi": (
        Entry("Hjemmearbejde", 49, MON, show_as=HOME),
        Entry("Hjemmearbejde (ad hoc)", 51, MON, show_as=HOME),
        Entry("Brandøvelse", 50, WED, "10-11"),
    ),
    "eba": (
        Entry("Husmøde", 43, WED, "16-17", location="Havestuen", repeat=weekly(WED)),
        Entry("Hjemmelavet julefrokost", 51, FRI, "12-15"),
    ),
    "nsv": (
        Entry("Hjemmearbejde", 36, MON, show_as=HOME, repeat=weekly(MON, WED, THU)),
        Entry("Samtale i klientens hjem", 50, TUE, "10-11"),
    ),
    "hab": (
        Entry("Hjemmearbejde", 36, WED, show_as=HOME, repeat=weekly(WED)),
        Entry("Udgang til hjemmet – behandling", 50, THU, "9-10"),
    ),
    "jhy": (
        Entry("Hjemmearbejde", 36, FRI, show_as=HOME, repeat=weekly(FRI)),
        Entry("Husk: Lars hjemmearbejder fredag", 50, FRI, "9-9.15"),
    ),
    "aka": (
        Entry("Hjemmearbejde – telefonisk tilsyn", 36, MON, show_as=HOME, repeat=weekly(MON, WED)),
        Entry("Hjemmebesøg TK", 50, TUE, "13-14.30"),
        Entry("Hjemmebesøg hos klient", 50, WED, "13-14.30", private=True),
        Entry("Barn syg – arbejder hjemme", 51, MON),
    ),
    "lbu": (
        Entry("Hjemmearbejde", 50, FRI, show_as=HOME),
        Entry("Dagvagt", 50, FRI, "8-15", location="Modtagelsen"),
        Entry("Hjemmebesøg EK", 49, THU, "10-12"),
        Entry("Tilsynssamtale hjemme hos MB", 51, TUE, "10-11"),
    ),
    "zde": (
        Entry("Hjemmearbejde", 36, TUE, show_as=HOME, repeat=weekly(TUE)),
        Entry(
            "Teammøde – fysisk fremmøde",
            49,
            TUE,
            "9-10",
            location="Sundvej 8, lokale 1",
            repeat=weekly(TUE),
            until=52,
            by="jhy",
        ),
        Entry("Afspadsering", 50, FRI, show_as=AWAY),
    ),
    "sfo": (
        Entry("Hjemmearbejde", 36, THU, show_as=HOME, repeat=weekly(THU)),
        Entry("Møde med hjemløseenheden", 50, WED, "10-11"),
    ),
    "cha": (
        Entry("Hjemmearbejde flyttet til fredag", 49, TUE),
        Entry("Fysisk møde med kommunen", 49, TUE, "10-11", by="jhy"),
        Entry("Hjemmearbejde FLYTTET fra tirsdag", 49, FRI),
        Entry("Hjemmearbejde", 51, WED, "12-16"),
    ),
}

JYLLAND: Mapping[str, tuple[Entry, ...]] = {
    "jag": (
        Entry("Hjemmearbejde", 50, FRI, "8-12", show_as=HOME),
        Entry("Lokalaftale om hjemmearbejde – drøftelse", 51, THU, "13-15", link=True, by="bek"),
    ),
    "ula": (
        Entry("Rundvisning af ny kollega", 49, TUE, "10-11"),
        Entry("Team: hvem er hjemme/inde?", 43, MON, "8-8.15", repeat=weekly(MON)),
    ),
    "bni": (
        Entry("Hjemmearbejde", 36, MON, show_as=HOME, repeat=weekly(MON)),
        Entry("Syg", 50, MON, show_as=AWAY),
        Entry("Brandøvelse", 50, MON, "10-11", by="ula"),
    ),
    "rkj": (
        Entry("Hjemme til kl. 12", 50, WED, show_as=HOME),
        Entry("Fysisk fremmøde: afdelingsmøde", 50, WED, "13-15", by="ula"),
        Entry("Hjemme med sygt barn", 49, THU),
    ),
    "amu": (
        Entry("Fast hjemmearbejde", 50, FRI),
        Entry("Fast hjemmearbejde", 51, FRI),
        Entry("Hjemmeopgave – diplom", 49, WED, "19-21"),
    ),
    "gkr": (Entry("Ansøgningsfrist hjemmearbejde", 51, THU),),
    "dsa": (
        Entry("Hjemmehjælp – visitation", 50, TUE, "9-10"),
        Entry("Deltidsdag", 43, FRI, repeat=weekly(FRI)),
    ),
    "mli": (
        Entry("Hjem kl. 15 – hente børn", 49, THU, "15-16"),
        Entry("Ophold på anbringelseshjem", 50, MON, "10-11"),
    ),
    "fhe": (
        Entry("Hjemmearbejde", 36, WED, show_as=HOME, repeat=weekly(WED, FRI)),
        Entry("Husmøde (fysisk)", 50, WED, "10-11", by="mli"),
    ),
    "evo": (
        Entry("Hjemmearbejde", 36, FRI, show_as=HOME, repeat=weekly(FRI)),
        Entry("Møde m. HJ", 50, MON, "9-10"),
    ),
    "tbj": (
        Entry("Hjemmearbejde", 36, TUE, show_as=HOME, repeat=weekly(TUE)),
        Entry(
            "Fysisk teammøde",
            36,
            MON,
            "10-11",
            location="Havnegade 12, lokale 2",
            repeat=weekly(MON),
            by="evo",
            moved=(Moved(51, MON, 51, TUE),),
        ),
    ),
    "sha": (
        Entry("Hjemmearbejde", 36, MON, show_as=HOME, repeat=weekly(MON, TUE, THU, every=2)),
        Entry("Hjemmearbejde", 37, TUE, show_as=HOME, repeat=weekly(TUE, every=2)),
        Entry("Fast hjemmedag", 49, MON, show_as=HOME),
        Entry("Fast hjemmedag", 49, THU, show_as=HOME),
    ),
    "ang": (
        Entry("½ dag hjemme", 49, FRI),
        Entry("Fysisk møde med politiet", 49, FRI, "10-11", location="Politigården", by="evo"),
        Entry("Kontrolbesøg i hjemmet", 50, TUE, "13-14"),
    ),
    "kva": (
        Entry("Hjemmeværnsøvelse", 49, FRI, "18-21"),
        Entry("Hjemmearbejde (ad hoc)", 51, MON, show_as=HOME),
    ),
    "lto": (
        Entry("Hjemmearbejde", 36, TUE, show_as=HOME, repeat=weekly(TUE, THU)),
        Entry("Ferie", 50, MON, days=5, show_as=AWAY),
        Entry("Fast hjemmedag", 51, MON, show_as=HOME),
    ),
    "mpo": (
        Entry("Klientsamtaler", 43, TUE, "9-14", repeat=weekly(TUE, THU)),
        Entry("6. ferieuge", 52, MON, days=3, show_as=AWAY),
    ),
}

GREENLAND: Mapping[str, tuple[Entry, ...]] = {
    "pkl": (Entry("Tjenesterejse Sisimiut", 50, WED, days=2),),
    "aly": (
        Entry("Hjemmearbejde", 36, MON, show_as=HOME, repeat=weekly(MON, FRI)),
        Entry("Hjemrejse fra kursus", 50, TUE, "10-12"),
    ),
    "mol": (
        Entry("Hjemmefra", 50, THU),
        Entry("Statusmøde", 50, THU, "13-14", by="pkl", link=True),
    ),
    "npe": (
        Entry("Hjemmearbejde", 51, TUE, "8-12", show_as=HOME),
        Entry(
            "Besøg fra direktoratet – fysisk møde",
            51,
            TUE,
            "14-16",
            location="Mødelokale Sermitsiaq",
            by="tkr",
            zone="Europe/Copenhagen",
        ),
    ),
}
