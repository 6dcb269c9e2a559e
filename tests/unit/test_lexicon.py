"""Families of lines and how they are read."""

from __future__ import annotations

import pytest

from policy.lexicon import VERSION, Cut, Lexicon, Meaning, Words
from policy.model import Kind

LEXICON = Lexicon()
NOON = 720


def meaning(subject: str, **known: object) -> Meaning:
    return LEXICON.read(subject, **known).meaning  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    [
        "Hjemmearbejde",
        "hjemmearbejde",
        "Hjemme arbejde",
        "hjemearbejde",
        "hjemmearbjede",
        "A'bejder hjemme",
        "Arbejder hjemmefra",
        "WFH",
        "Working from home",
        "🏠",
        "🏡 hjemmearbejde",
        "Hjemmearbejde – træffes på Teams",
        "HJ / Teams",
    ],
)
def test_plain_home_work_is_home(line: str) -> None:
    assert meaning(line) is Meaning.HOME


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Møde om hjemmearbejde", "topic"),
        ("Lokalaftale om hjemmearbejde - forhandling", "topic"),
        ("Husk at svare om hjemmearbejde", "reminder"),
        ("Hjemmebesøg hos klient", "client"),
        ("Afsoning i hjemmet", "client"),
        ("Rådighedsvagt hjemmefra", "on-call"),
        ("Mette hjemme", "other-person"),
        ("KRJ HA", "other-person"),
        ("Husk: Lars hjemmearbejder fredag", "other-person"),
        ("Min kone arbejder hjemme", "other-person"),
        ("Hjemmearbejde: Gitte", "other-person"),
        ("Team: hvem er hjemme/inde?", "overview"),
        ("Aflevering af hjemmearbejde - diplom", "homework"),
        ("Hjemmearbejde flyttet til fredag", "moved-to"),
        ("Hjemmearbejde -> fredag", "moved-to"),
        ("Annulleret: Hjemmearbejde", "cancelled-prefix"),
    ],
)
def test_what_stands_against_home_cannot_be_made_home_by_a_category(line: str, rule: str) -> None:
    assert meaning(line) is Meaning.NOT_HOME
    reading = LEXICON.read(line, categories=["Hjemmearbejde"])
    assert reading.meaning is Meaning.NOT_HOME
    if rule not in ("overview", "homework"):
        assert reading.rule == rule


@pytest.mark.parametrize(
    "line",
    [
        "hjemmel",
        "Ny hjemmeside",
        "Møde med hjemløseenheden",
        "Plejehjem ringer",
        "Hjemrejsestyrelsen",
        "Hjemsendelse",
        "Hjemtransport",
        "Hjemmeværn",
        "Hjemmehjælp",
        "Hjemmesygeplejerske",
        "Hjemmelavet kage",
        "Homepage relaunch",
        "Remote desktop opdatering",
        "Distancetilsyn",
        "Går hjem kl. 14",
        "Hjemme kl. 16",
        "Hjemme hos mor",
        "Kører hjemmefra kl. 7",
        "Fest hjemme",
        "HJ",
        "HA",
        "H",
    ],
)
def test_words_that_only_look_like_home_say_nothing(line: str) -> None:
    assert meaning(line) is Meaning.NOTHING


@pytest.mark.parametrize(
    "line",
    [
        "Ikke hjemmearbejde i dag",
        "Ingen hjemmearbejde uge 51",
        "Not WFH",
        "No home office today",
        "Hjemmearbejde aflyst",
        "Hjemmearbejde udgår",
        "Kontor i stedet for hjemmearbejde",
        "Hjemmearbejde → kontor",
        "På kontoret",
        "Kontordag",
        "Inde",
        "WFO",
    ],
)
def test_the_owner_who_is_in_or_whose_home_work_is_off_is_present(line: str) -> None:
    assert meaning(line) is Meaning.PRESENCE


def test_presence_counts_only_on_the_owners_own_entry() -> None:
    assert meaning("På kontoret", own_entry=False) is Meaning.NOTHING
    assert meaning("Hjemmearbejde aflyst", own_entry=False) is Meaning.NOT_HOME


@pytest.mark.parametrize(
    "line",
    [
        "Ikke på kontoret - arbejder hjemme",
        "Hjemmearbejde - svarer ikke på mails",
        "Hjemmearbejde flyttet fra fredag",
        "Hjemmearbejde (bytter med torsdag)",
        "Hjemmearbejde - aftalt med LHA",
        "Hjemmearbejde - PU-skrivning",
        "Hjemmearbejde - møde med Mette kl. 10 på Teams",
        "Retten aflyst → arbejder hjemme",
        "Hjemmearbejde i stedet for fredag",
    ],
)
def test_lines_that_only_sound_like_a_refusal_are_home(line: str) -> None:
    assert meaning(line) is Meaning.HOME


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Barn syg – arbejder hjemme", Meaning.HOME),
        ("Lidt snotnæset, arbejder hjemme", Meaning.HOME),
        ("Ferie aflyst – arbejder hjemme", Meaning.HOME),
        ("Hjemmearbejde efter ferien", Meaning.HOME),
        ("Hjemme med sygt barn", Meaning.ABSENCE),
        ("Ferie hjemme", Meaning.ABSENCE),
        ("Syg, ligger hjemme", Meaning.ABSENCE),
        ("Hjemmearbejde -> ferie", Meaning.ABSENCE),
        ("Barns 1. sygedag", Meaning.ABSENCE),
        ("Out of office", Meaning.ABSENCE),
        ("Feriefridag", Meaning.ABSENCE),
        ("Ferieplanlægning 2027", Meaning.NOTHING),
        ("Sygefraværssamtale", Meaning.NOTHING),
        ("Mette ferie", Meaning.NOT_HOME),
        ("Annulleret: Ferie", Meaning.NOT_HOME),
    ],
)
def test_absence_beats_home_unless_the_line_says_that_work_goes_on(
    line: str, expected: Meaning
) -> None:
    assert meaning(line) is expected


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("Hjemme til kl. 12", Cut(end=NOON)),
        ("hjemme til 11.30", Cut(end=690)),
        ("Hjemme til halv ti", Cut(end=570)),
        ("WFH till 1pm", Cut(end=780)),
        ("Hjemme FM", Cut(end=NOON)),
        ("Hjemmearbejde fra kl. 13", Cut(start=780)),
        ("Hjemmearbejde efter frokost", Cut(start=NOON)),
        ("Hjemmearbejde efter lægebesøg kl. 10", Cut(start=NOON)),
        ("Hjemme EM", Cut(start=NOON)),
        ("Hjemme 8-12", Cut(480, NOON)),
        ("Hjemmearbejde 08.00-11.30", Cut(480, 690)),
        ("Hjemmearbejde kl. 8 til 12", Cut(480, NOON)),
        ("Halv hjemmearbejdsdag", Cut(half=True)),
        ("1/2 hjemmearbejdsdag", Cut(half=True)),
        ("Halv hjemmearbejdsdag (fm)", Cut(end=NOON)),
        ("Kontor til 12, hjemme resten af dagen", Cut(start=NOON)),
        ("Starter hjemme, inde fra kl. 10", Cut(end=600)),
        ("Retsmøde kl. 9, hjemme bagefter", Cut(start=NOON)),
        ("Hjemme indtil møde kl. 13", Cut(end=780)),
        ("Hjemmearbejde, fri fra kl. 14", Cut(end=840)),
        ("Ferie formiddag, hjemmearbejde eftermiddag", Cut(start=NOON)),
        ("½ ferie, ½ hjemmearbejde", Cut(half=True)),
    ],
)
def test_times_that_belong_to_home_cut_it(line: str, cut: Cut) -> None:
    reading = LEXICON.read(line)
    assert (reading.meaning, reading.cut) == (Meaning.HOME, cut)


@pytest.mark.parametrize(
    "line",
    [
        "Hjemmearbejde, Teams-møde kl. 10",
        "Hjemmearbejde, Teamsmøde 10-11",
        "Hjemme – ring efter kl. 9",
        "Hjemmearbejde - kan træffes fra kl. 8",
        "Hjemmearbejde uge 47-50",
        "Hjemmearbejde 24/11",
        "Hjemmearbejde - tlf. 22334455",
        "Hjemmearbejde hele dagen",
        "Hjemmearbejde indtil ny aftale",
    ],
)
def test_times_of_other_things_do_not_cut_home(line: str) -> None:
    reading = LEXICON.read(line)
    assert (reading.meaning, reading.cut) == (Meaning.HOME, Cut())


def test_words_cut_absence_as_they_cut_home() -> None:
    assert LEXICON.read("Fri fra kl. 12").cut == Cut(start=NOON)
    assert LEXICON.read("½ feriedag").cut == Cut(half=True)
    assert LEXICON.read("On leave until 3 Jan").cut == Cut()


def test_the_owners_own_name_and_initials_are_nobody_else() -> None:
    assert meaning("MKN hjemmearbejde") is Meaning.NOT_HOME
    assert meaning("MKN hjemmearbejde", own_names=["mkn"]) is Meaning.HOME
    assert meaning("Mette arbejder hjemme", own_names=["Mette", "Jensen"]) is Meaning.HOME
    assert meaning("Mette Hansen arbejder hjemme", own_names=["Mette", "Jensen"]) is (
        Meaning.NOT_HOME
    )


def test_a_location_is_read_where_the_subject_says_nothing_against_it() -> None:
    assert meaning("Sagsbehandling", location="Hjemme") is Meaning.HOME
    assert meaning("", location="Hjemmekontor") is Meaning.HOME
    assert meaning("Focus time", location="Home") is Meaning.HOME
    assert meaning("Frokost", location="Hjemme") is Meaning.NOTHING
    assert meaning("Ferie", location="Hjemme") is Meaning.ABSENCE
    assert meaning("Samtale", location="Hjemme hos klient") is Meaning.NOT_HOME
    assert meaning("Møde", location="https://home.example/hjemme") is Meaning.NOTHING
    assert meaning("Hjemmearbejde", location="Kontoret") is Meaning.NOTHING
    assert meaning("Hjemmearbejde", location="Strandgade 40") is Meaning.HOME


def test_a_home_category_counts_only_on_the_owners_own_entry() -> None:
    reading = LEXICON.read("Rapport", categories=["Hjemmearbejde"])
    assert (reading.meaning, reading.rule) == (Meaning.HOME, "home-category")
    assert meaning("Rapport", categories=["Hjemmearbejde"], own_entry=False) is Meaning.NOTHING
    assert meaning("WFH", categories=["Hjemmearbejde"], own_entry=False) is Meaning.HOME


def test_the_owners_category_against_home_work_wins() -> None:
    for category in ("Ikke hjemmearbejde", "Not home work"):
        assert meaning("Hjemmearbejde", categories=[category]) is Meaning.PRESENCE
        assert (
            meaning("Hjemmearbejde", categories=[category, "WFH"], own_entry=False)
            is Meaning.NOT_HOME
        )


def test_words_and_categories_name_the_kind() -> None:
    assert LEXICON.read("Hjemmearbejde (fast)").kind is Kind.FIXED
    assert LEXICON.read("Ad hoc hjemmearbejde").kind is Kind.AD_HOC
    assert LEXICON.read("Hjemmearbejde").kind is None
    assert LEXICON.read("Hjemmearbejde, fast tavlemøde kl. 9").kind is None
    assert LEXICON.read("Hjemmearbejde", categories=["Ad hoc"]).kind is Kind.AD_HOC


@pytest.mark.parametrize(
    "line",
    [
        "Afdelingsmøde - fysisk fremmøde",
        "[FYSISK] Projektmøde",
        "Personalemøde - mødepligt",
        "Workshop (on-site)",
        "All hands (in-person)",
        "Retsmøde, Københavns Byret",
        "Dagvagt",
        "Tilsyn i Enner Mark",
    ],
)
def test_strong_words_are_sure_on_site_evidence(line: str) -> None:
    assert LEXICON.read(line).on_site


@pytest.mark.parametrize(
    "line",
    [
        "Fysisk møde aflyst - afholdes på Teams",
        "Retsmøde via video",
        "Fysisk arbejdsmiljø",
        "Telefonvagt",
        "Bagvagt",
        "Rådighedsvagt",
        "Vagtplan uge 50",
        "Fysioterapeut kl. 8",
        "Fremmøde frivilligt",
        "Hybridmøde (fysisk eller online)",
        "Annulleret: Retsmøde",
        "Hjemmearbejde - forbereder retsmøde",
    ],
)
def test_the_traps_take_on_site_evidence_away(line: str) -> None:
    assert not LEXICON.read(line).on_site


def test_marker_categories_are_sure_unless_the_meeting_is_online() -> None:
    marked = LEXICON.read("Ledermøde", categories=["fysisk"])
    assert (marked.on_site, marked.on_site_rule) == (True, "on-site-category")
    online = LEXICON.read("Ledermøde", categories=["Fysisk", "Online"])
    assert (online.on_site, online.online) == (False, True)
    assert LEXICON.read("Fysisk møde", "Microsoft Teams-møde").online


def test_the_word_that_decided_stands_as_it_was_written() -> None:
    assert LEXICON.read("I dag: HjemmeArbejde!").word == "HjemmeArbejde"
    assert LEXICON.read("Møde vedr. hjemmearbejde").word in ("Møde", "vedr.", "vedr")


def test_an_organisation_adds_and_removes_words() -> None:
    own = Lexicon(
        Words(
            add={
                "home": ("HJD", "i sommerhus*"),
                "absence": ("kolonidag",),
                "on_site": ("(F)", "tavlen"),
            },
            remove=("distance", "remote"),
        )
    )
    assert meaning("HJD") is Meaning.NOTHING
    assert own.read("HJD").meaning is Meaning.HOME
    assert own.read("Arbejder i sommerhus").meaning is Meaning.HOME
    assert own.read("Kolonidag").meaning is Meaning.ABSENCE
    assert own.read("Møde ved tavlen").on_site
    assert own.read("(F) Ledermøde").on_site
    assert meaning("Distance") is Meaning.HOME
    assert own.read("Distance").meaning is Meaning.NOTHING


def test_an_unknown_key_among_added_words_is_named() -> None:
    with pytest.raises(ValueError, match="hoem"):
        Lexicon(Words(add={"hoem": ("x",)}))


def test_the_version_is_stored_with_the_cursor() -> None:
    assert VERSION == Lexicon.VERSION
    assert VERSION
