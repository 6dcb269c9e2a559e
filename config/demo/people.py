"""Who works where in the invented organisation: units, people and whom they may turn to."""

from __future__ import annotations

from dataclasses import dataclass

DOMAIN = "demo.kriminalforsorgen.example"
TOP = "kriminalforsorgen"
MONDAY_TO_THURSDAY = ("monday", "tuesday", "wednesday", "thursday")


@dataclass(frozen=True, slots=True)
class Workplace:
    """A unit; ``places`` are the rooms that people write as location."""

    id: str
    name: str
    parent: str | None
    leader: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """An employee. ``enrolled_in``: None = as everybody, 0 = not, n = from Monday of week n.

    ``flavour`` is the program that the calendar file comes from; see ``ics.FLAVOURS``.
    """

    id: str
    name: str
    unit: str
    staff_group: str
    working_days: tuple[str, ...] = ()
    language: str = ""
    enrolled_in: int | None = None
    flavour: str = "exchange"

    @property
    def mailbox(self) -> str:
        """The address, which is also the name of the folder or file."""
        return f"{self.id}@{DOMAIN}"

    @property
    def zone(self) -> str:
        """The zone the person's calendar program lives in."""
        return "America/Nuuk" if self.unit == "kif-nuuk" else "Europe/Copenhagen"


STRANDGADE = ("Strandgade 100, mødelokale 1", "Strandgade 100, mødelokale 3")
WORKPLACES: tuple[Workplace, ...] = (
    Workplace(TOP, "Kriminalforsorgen (demo)", None, "bek"),
    Workplace("direktoratet", "Direktoratet, Strandgade", TOP, "bek", STRANDGADE),
    Workplace("dir-hr", "HR og jura", "direktoratet", "tkr"),
    Workplace("dir-straf", "Straffuldbyrdelse", "direktoratet", "hma"),
    Workplace("dir-it", "It og statistik", "direktoratet", "sve", ("Serverrummet",)),
    Workplace("sjaelland", "Område Sjælland", TOP, "gra", ("Områdekontoret, lokale 2",)),
    Workplace("askelund", "Askelund Fængsel", "sjaelland", "hbo", ("Administrationen, lokale A",)),
    Workplace("tovby", "Tovby Arrest", "sjaelland", "lgr", ("Vagtstuen",)),
    Workplace("lindely", "Pension Lindely", "sjaelland", "eba", ("Havestuen",)),
    Workplace("kif-sund", "KiF Sundet", "sjaelland", "jhy", ("Sundvej 8, lokale 1",)),
    Workplace("jylland", "Område Jylland", TOP, "jag", ("Områdekontoret, store sal",)),
    Workplace("hedemark", "Hedemark Fængsel", "jylland", "ula", ("Portbygningen, lokale 4",)),
    Workplace("sonderaa", "Sønderå Arrest", "jylland", "gkr", ("Kontoret, 1. sal",)),
    Workplace("fjordly", "Pension Fjordly", "jylland", "mli", ("Spisestuen",)),
    Workplace("kif-oest", "KiF Østkysten", "jylland", "evo", ("Havnegade 12, lokale 2",)),
    Workplace("kif-vest", "KiF Vestkysten", "jylland", "kva", ("Torvet 3, lokale 1",)),
    Workplace("kif-nuuk", "KiF Nuuk", TOP, "pkl", ("Mødelokale Sermitsiaq",)),
)

PEOPLE: tuple[Person, ...] = (
    Person("bek", "Birgitte Ekelund", "direktoratet", "leder"),
    Person("tkr", "Thomas Kragh", "dir-hr", "leder"),
    Person("mho", "Mette Holm", "dir-hr", "ac"),
    Person("obr", "Ole Brandt", "dir-hr", "ac", flavour="outlook"),
    Person("ayi", "Aylin Yıldırım", "dir-hr", "ac"),
    Person("jlu", "Jens Lund", "dir-hr", "ac"),
    Person("ksk", "Karen Skov", "dir-hr", "kontor", MONDAY_TO_THURSDAY),
    Person("ewa", "Emily Ward", "dir-hr", "ac", language="en", flavour="outlook"),
    Person("sny", "Sara Nygaard", "dir-hr", "kontor", enrolled_in=0),
    Person("hma", "Hanne Mathiesen", "dir-straf", "leder"),
    Person("pfr", "Peter Friis", "dir-straf", "ac"),
    Person("nah", "Nadia Ahmad", "dir-straf", "ac"),
    Person("cbj", "Camilla Bjerre", "dir-straf", "ac"),
    Person("rth", "Rasmus Thorup", "dir-straf", "ac", flavour="outlook"),
    Person("lko", "Lotte Kofoed", "dir-straf", "ac"),
    Person("yha", "Yusuf Hassan", "dir-straf", "ac"),
    Person("idg", "Ida Damgaard", "dir-straf", "ac", flavour="apple"),
    Person("sve", "Stine Vedel", "dir-it", "leder", flavour="outlook"),
    Person("fjo", "Freja Jonsen", "dir-it", "ac"),
    Person("mkn", "Mikkel Knudsen", "dir-it", "ac"),
    Person("aod", "Anders Odgaard", "dir-it", "ac"),
    Person("psh", "Priya Sharma", "dir-it", "ac", language="en", flavour="apple"),
    Person("dpe", "Daniel Persson", "dir-it", "ac", flavour="nextcloud"),
    Person("gra", "Gitte Rahbek", "sjaelland", "leder"),
    Person("bto", "Bo Toft", "sjaelland", "ac"),
    Person("ska", "Signe Kaas", "sjaelland", "ac"),
    Person("oem", "Omar El-Masri", "sjaelland", "ac"),
    Person("hbo", "Henrik Boesen", "askelund", "leder"),
    Person("vma", "Vibeke Mark", "askelund", "værkmester"),
    Person("jtr", "Jonas Trier", "askelund", "betjent"),
    Person("kda", "Kirsten Dahl", "askelund", "kontor", flavour="outlook"),
    Person("abr", "Amalie Brix", "askelund", "socialrådgiver"),
    Person("mso", "Malik Sørensen", "askelund", "betjent"),
    Person("lgr", "Lone Grønbæk", "tovby", "leder"),
    Person("tmi", "Tina Mikkelsen", "tovby", "kontor"),
    Person("eba", "Erik Bang", "lindely", "leder"),
    Person("nsv", "Nanna Svane", "lindely", "socialrådgiver"),
    Person("hab", "Hassan Abdi", "lindely", "socialrådgiver"),
    Person("jhy", "Janne Hyldgaard", "kif-sund", "leder"),
    Person("aka", "Anne Kastrup", "kif-sund", "socialrådgiver"),
    Person("lbu", "Lars Buhl", "kif-sund", "socialrådgiver"),
    Person("zde", "Zeynep Demir", "kif-sund", "socialrådgiver"),
    Person("sfo", "Sofie Foged", "kif-sund", "socialrådgiver", flavour="outlook"),
    Person("cha", "Christian Hald", "kif-sund", "socialrådgiver", flavour="google"),
    Person("jag", "Jakob Agger", "jylland", "leder"),
    Person("ula", "Ulla Ladefoged", "hedemark", "leder"),
    Person("bni", "Bent Nissum", "hedemark", "kontor", flavour="outlook"),
    Person("rkj", "Rikke Kjær", "hedemark", "socialrådgiver"),
    Person("amu", "Adam Musa", "hedemark", "socialrådgiver", flavour="nextcloud"),
    Person("gkr", "Grete Krarup", "sonderaa", "leder"),
    Person("dsa", "Dorte Sand", "sonderaa", "socialrådgiver", MONDAY_TO_THURSDAY),
    Person("mli", "Morten Lind", "fjordly", "leder"),
    Person("fhe", "Fatma Hedegaard", "fjordly", "socialrådgiver", enrolled_in=54),
    Person("evo", "Eva Vognsen", "kif-oest", "leder"),
    Person("tbj", "Troels Bjørn", "kif-oest", "socialrådgiver", flavour="outlook"),
    Person("sha", "Samira Hadi", "kif-oest", "socialrådgiver"),
    Person("ang", "Andreas Grøn", "kif-oest", "socialrådgiver"),
    Person("kva", "Knud Vang", "kif-vest", "leder"),
    Person("lto", "Line Tolstrup", "kif-vest", "socialrådgiver", flavour="outlook"),
    Person("mpo", "Mads Poulsen", "kif-vest", "socialrådgiver"),
    Person("pkl", "Pipaluk Kleist", "kif-nuuk", "leder"),
    Person("aly", "Aviaja Lyberth", "kif-nuuk", "socialrådgiver"),
    Person("mol", "Malik Olsen", "kif-nuuk", "kontor", flavour="google"),
    Person("npe", "Nivi Petersen", "kif-nuuk", "socialrådgiver", flavour="outlook"),
)

BY_ID = {person.id: person for person in PEOPLE}

CONTACTS: tuple[tuple[str, str, str, str], ...] = (
    (TOP, "hr", "HR, Direktoratet", "hr"),
    (TOP, "hr_directorate", "HR, Direktoratet", "hr"),
    (TOP, "union", "Jens Lund, AC", "jlu"),
    ("direktoratet", "union", "Jens Lund, AC", "jlu"),
    ("direktoratet", "union", "Karen Skov, HK", "ksk"),
    ("sjaelland", "hr", "Område HR Sjælland", "hr-sjaelland"),
    ("sjaelland", "hr_area", "Område HR Sjælland", "hr-sjaelland"),
    ("sjaelland", "union", "Anne Kastrup, Dansk Socialrådgiverforening", "aka"),
    ("askelund", "union", "Jonas Trier, Fængselsforbundet", "jtr"),
    ("askelund", "union", "Kirsten Dahl, HK", "kda"),
    ("jylland", "hr", "Område HR Jylland", "hr-jylland"),
    ("jylland", "hr_area", "Område HR Jylland", "hr-jylland"),
    ("jylland", "union", "Rikke Kjær, Dansk Socialrådgiverforening", "rkj"),
    ("kif-nuuk", "union", "Aviaja Lyberth", "aly"),
)
"""Unit, role, name and the part of the address before the @."""
