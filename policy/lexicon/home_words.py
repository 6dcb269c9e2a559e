"""Words for working at home. A ``*`` stands for any letters at that end of the word."""

NOUNS = (
    # Danish: the word itself says home work
    "hjemmearbejde", "hjemmearbejd", "hjemmearbejdet", "hjemmearbejdsdag", "hjemmearbejdsdage",
    "hjemmearbejdsdagen", "hjemmearbejdedag", "hjemmearb", "hjemmearbdag", "hjemmearbejds dag",
    "hjemme arbejde", "hjemme arbejds dag", "hjemme arbejdsdag", "hjemme arb", "hjem arbejde",
    "hjem arb", "hjemarb", "hjarbejde", "hjemarbejde", "hjemarbejdsdag", "hjarb", "hj arb",
    "hj arbejde", "hj dag", "hjdag", "hjemmedag", "hjemmedage", "hjemme dag", "hjemmekontor",
    "hjemmekontoret", "hjemme kontor", "hjemmekontordag", "hjemmefradag", "hjemmearbejdstid",
    "hjemmearbejdsuge", "hjemmeuge", "hjemmeskrivedag", "hjemmelæsedag", "hjemmearbejde dag",
    "hjemmearbejdning", "distancearbejde", "distancearbejdsdag", "distance arbejde", "distancedag",
    "fjernarbejde", "fjernarbejdsdag", "fjernarbejdsplads", "hjemmejob", "hjemmeopkobling",
    # Norwegian, Swedish, Faroese, Greenlandic
    "hemarbete", "hemmakontor", "heimaarbeiði", "heimaarbeidi", "heimaskrivstova",
    "heimaskrivstovu", "heimakontor", "angerlarsimaffimmi",
    # English
    "wfh", "wfhome", "home office", "homeoffice", "home-office", "home working", "homeworking",
    "home work day", "home workday", "home working day", "home day", "work from home",
    "work-from-home", "work at home", "remote work", "remote working", "remote day",
    "remote workday", "remote working day", "remote office", "telework", "teleworking",
    "telecommute", "telecommuting", "wah",
)  # fmt: skip

VERBS = (
    # Danish: somebody works from home – the one who is named before, else the owner
    "arbejder hjemme", "arbejder hjemmefra", "arbejder hjemm", "arbejder hjem",
    "arbejder hjemmefrå", "arbejder hjeme", "arbejder hjemefra", "arbejder derhjemme",
    "arbejder derhjemmefra", "arbejder fra hjemmet", "arbejder fra hjemme",
    "arbejder fra hjemmekontoret", "arbejder fra hjemmekontor", "arbejder på hjemmekontoret",
    "arbejder i hjemmet", "arbejder i dag hjemme", "arbejder i dag hjemmefra",
    "arbejder idag hjemme", "arbejder idag hjemmefra", "arbejde hjemme", "arbejde hjemmefra",
    "arbejde derhjemme", "arbejde fra hjemmet", "arbejde fra hjemme", "arb hjemme", "arb hjemmefra",
    "arbejd hjemme", "arbejd hjemmefra", "arbjeder hjemme", "arbjeder hjemmefra", "abejder hjemme",
    "abejder hjemmefra", "arbejer hjemme", "arbejer hjemmefra", "arbeder hjemme",
    "arbeder hjemmefra", "arbejdr hjemme", "arbejdr hjemmefra", "arbejdet hjemme",
    "a'bejder hjemme", "a'bejder hjemm", "a'bejder hjemmefra", "årbejder hjemme",
    "årbejder hjemmefra", "hjemmearbejder", "hjemmearbejdende", "hjemme arbejder", "jobber hjemme",
    "jobber hjemmefra", "jobber fra hjemmet", "job hjemmefra", "knokler hjemme",
    "knokler hjemmefra", "kontordag hjemme", "kontordag hjemmefra", "kontortid hjemme",
    "kontortid hjemmefra", "kontorarbejde hjemme", "kontorarbejde hjemmefra", "arbejdsdag hjemme",
    "arbejdsdag hjemmefra", "administration hjemme", "administration hjemmefra", "på hjemmearbejde",
    "har hjemmearbejde", "har hjemmearbejdsdag", "har hjemmedag", "holder hjemmedag",
    "hjemme og arbejder", "hjemme og arbejde", "hjemme å arbejder", "hjemme å arbejde",
    "hjemme og jobber",
    "holder hjemmearbejdsdag", "tager hjemmedag", "tager hjemmearbejdsdag", "tager en hjemmedag",
    "tager en hjemmearbejdsdag", "på distancen hjemmefra",
    # Norwegian, Swedish, Faroese
    "jobber hjemmefra", "jobbar hemma", "jobbar hemifrån", "arbetar hemma", "arbetar hemifrån",
    "arbeiði heima", "arbeiðir heima", "arbeider hjemme", "arbeider hjemmefra",
    # English
    "working from home", "works from home", "working at home", "works at home", "working remotely",
    "works remotely", "work remotely", "working remote", "working home", "working elsewhere home",
    "based at home", "working frm home", "working form home",
    "working from my home office", "working from home office",
)  # fmt: skip

FROM_HOME = (
    # "from home": home work, but also where a journey begins
    "hjemmefra", "hjemefra", "hjemmfra", "hjemmerfra", "derhjemmefra", "fra hjemmet",
    "fra hjemmekontoret", "fra hjemmekontor", "from home", "from my home office", "hemifrån",
)  # fmt: skip

WEAK = (
    # says home, not work: counts only where nothing else in the line stands against it
    "hjemme", "hjeme", "hjmme", "hejmme", "hjmeme", "hjemem", "jhemme", "hjemme'", "hjemm",
    "hjemm'", "hjemma", "hemma", "heima", "hejme", "hjeemme", "derhjemme", "home", "at home",
    "remote", "remotely", "distance", "på distance", "fra distance", "🏠", "🏡",
)  # fmt: skip

CODES = (
    # short codes, also initials and other things
    "hj", "ha",
)  # fmt: skip

OFTEN_MISSPELT = (
    # a word that is unknown and one slip away from one of these is read as it
    "arbejder", "arbejde", "hjemmefra", "derhjemme", "hjemmekontor", "formiddag", "eftermiddag",
    "working", "remotely", "homeworking", "teleworking", "afspadsering", "fødselsdag",
)  # fmt: skip

TYPO_TARGETS = (
    # a long word that is one or two slips away from one of these is read as it
    "hjemmearbejde", "hjemmearbejder", "hjemmearbejdsdag", "hjemmearbejdsdage",
)  # fmt: skip
