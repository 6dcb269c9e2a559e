"""Words that may stand beside a home word without changing it."""

COMPANY = (
    # I, am, today …
    "jeg", "jæ", "er", "blir", "bli'r", "blyver", "var", "bliver", "sidder", "sidde", "mig",
    "selv", "min", "mit", "egen", "æ", "a",
    "i'm", "i am", "im", "i", "me", "my", "is", "be", "will", "will be", "the", "a day", "an", "en",
    "et", "den", "det", "der", "som", "at", "har", "holder", "tager en", "kun", "også", "lidt",
    "nok", "dog", "altid", "stadig", "stadigvæk", "fortsat", "primært", "mest", "helt", "hel",
    "hele", "dag", "dage", "dagen", "hele dagen", "hel dag", "heldag", "all day", "whole day",
    "full day", "day", "days", "dagens", "denne", "dette", "her", "ca", "cirka", "alle dage",
    "ugen", "uge", "hele ugen", "resten af ugen", "week", "this week", "all week", "på", "nu",
    "igennem", "ud", "ok", "okay", "tak", "pls", "please", "bare", "hver", "hver uge", "ja",
    "kontoret lukket", "kontoret er lukket", "kontor lukket", "kontorlukket", "første", "sidste",
    "i fred og ro", "fred og ro", "småsyg", "halvsyg", "sløj", "skidt", "forkølet", "snue",
    "snottet", "hoster", "hæs", "feber", "migræne", "nr", "vil", "skal", "away", "videre", "rolig",
    "lang", "kort", "travl", "god", "*lig", "*ligt", "*lige", "first", "først", "only", "just",
    "i'll", "mv", "osv", "mm", "etc", "afholder", "today's", "venligst", "ses", "starter", "starte",
    "begynder", "back", "tilbage", "starting", "start", "foregår", "optimalt",
    # perhaps
    "måske", "evt", "eventuelt", "muligvis", "formentlig", "formodentlig", "forventet",
    "forventeligt", "sandsynligvis", "planlagt", "foreløbig", "tbc", "tentativ", "tentative",
    "maybe", "perhaps", "probably", "possibly", "likely", "forhåbentlig", "plan", "planen",
    "indtil videre", "indtil ny aftale", "til videre", "until further notice", "vistnok",
    # agreed
    "aftalt", "aftalt med", "aftalt m", "godkendt", "godkendt af", "godk", "godk af", "ok af",
    "efter aftale",
    "efter aftale med", "efter aftale m", "iflg aftale", "ifølge aftale", "jf aftale", "jfr aftale",
    "jævnfør aftale", "som aftalt", "aftale med leder", "aftale m leder", "aftale med chef", "aftale m chef",
    "agreed", "agreed with", "approved",
    "approved by", "jf", "jfr", "ifølge", "iflg", "efter behov", "efter ønske", "per aftale",
    "pr aftale", "i henhold til aftale", "i stedet", "istedet", "instead", "ekstra",
    "ekstraordinær", "ekstraordinært", "selvbetalt", "undtagelsesvis", "as agreed", "as usual",
    "som sædvanlig",    "som sædvanligt", "som normalt", "normalt", "vanlig",
    # ways of saying busy
    "optaget", "busy", "lukket", "blokeret", "reserveret", "booket", "booked", "blocked", "fokus",
    "fokustid", "focus", "focus time", "focus day", "deep work", "ro", "arbejdsro", "uforstyrret",
    "ikke forstyr", "do not disturb", "koncentration", "tavs", "stille", "ikke inde",
    "ikke på kontoret", "ikke fysisk", "ikke på kontor", "not in the office", "not in office",
    "not in", "ikke fremmøde", "ikke til stede", "ikke tilstede", "væk fra kontoret", "work",
    "working", "arbejde", "arbejder", "arbejd", "arb", "job", "jobber", "arbejdsdag", "arbejdsdage",
    "workday", "work day", "working day", "working elsewhere", "elsewhere", "arbejdstid", "flex",
    "fleks", "flekstid", "fjern", "digitalt", "pc", "vpn", "skrivebord",
    # reachable
    "teams", "på teams", "via teams", "ms teams", "teams åben", "online", "åben", "mobil",
    "på mobil", "mobilen", "tlf", "telefon", "på telefon", "mail", "mails", "chat", "tilgængelig",
    "available", "reachable", "on teams", "all good", "by phone", "on phone",
    # what is not there today
    "ikke syg", "rask", "raskmeldt", "ikke ferie", "💻", "😊", "🙂", "👍", "☕", "📞", "📱", "🎧", "🖥",
    "jul",
)  # fmt: skip

TROUBLE = (
    # what keeps one from coming in: the reason, wherever it stands
    "*strejke", "strike", "train strike", "snow*", "traffic", "trafik*", "togkaos", "sne", "snefald",
    "snevejr", "snestorm", "storm", "stormvejr", "glat", "glatføre", "isslag", "skybrud", "vejr",
    "vejret", "uvejr", "weather", "sporarbejde*", "vejarbejde*", "signalfejl*", "togbus*",
    "strømafbrydelse*", "strømsvigt", "power cut", "power outage", "vandskade*", "oversvømmelse*",
    "flood*", "roadworks", "track work",
)  # fmt: skip

FIXED = (
    "fast",
    "faste",
    "fixed",
    "permanent",
    "regular",
    "recurring",
    "fastlagt",
    "tilbagevendende",
)
AD_HOC = ("ad hoc", "adhoc", "ad-hoc", "ad. hoc", "enkeltstående", "one-off", "one off")

MEETING = (
    "møde", "møder", "mødet", "*møde", "*møder", "*mødet", "meeting", "meetings", "samtale",
    "samtaler", "*samtale", "*samtaler", "mus", "1:1", "ledermøde", "personalemøde",
    "afdelingsmøde", "med-møde", "kursus", "*kursus", "uddannelse", "calls", "webinar*", "seminar*",
    "workshop*", "konference*", "standup", "stand-up", "tavlemøde", "briefing", "interview",
    "visit", "visits", "foredrag", "oplæg", "undervisning", "supervision", "call", "sync",
    "town hall", "all hands", "training", "conference", "onboarding", "*dag i", "introforløb",
    "audit", "kickoff", "kick-off", "inspection*",
)  # fmt: skip

OUTSIDE = (
    # takes place elsewhere than at home
    "retsmøde", "retsmøder", "retsmødet", "retten", "ret", "byret", "byretten", "landsretten",
    "tilsyn", "tilsyn i", "tilsynsbesøg", "besøg", "*besøg", "tandlæge*", "læge", "lægen",
    "lægebesøg*", "lægetid", "*læge", "lægetjek", "tandlægetid", "fysioterap*", "fys",
    "kiropraktor*", "sygehus*", "hospital*", "psykolog*", "frisør*", "optiker*", "blodprøve*",
    "vaccination", "undersøgelse", "scanning", "speciallæge", "øjenlæge", "begravelse",
    "bisættelse", "grundlovsforhør", "hovedforhandling", "vagt", "dagvagt", "nattevagt",
    "brandøvelse", "temadag", "kursus", "dentist", "doctor", "doctor's", "gp", "hospital", "physio",
    "hearing", "court", "appointment", "bilsyn", "værksted", "mekaniker", "forældremøde",
    "skole-hjem-samtale", "skolehjemsamtale", "udlevering", "afhentning", "tjenesterejse",
    "rundvisning", "besigtigelse", "samtale på", "møde på", "møde i", "audiens", "ministeriet",
    "direktoratet",
)  # fmt: skip

EVENT = (
    "frokost", "lunch", "middag", "noon", "midday", "frokosten", "dinner",
)  # fmt: skip

CONTACT = (
    "ring", "ringe", "ringer", "ring til", "træffes", "kan træffes", "kontakt", "kontaktes",
    "kan kontaktes", "kan fanges", "fanges", "svarer", "skriv til", "reachable", "call me",
    "contact", "available", "tilgængelig", "henter", "hente", "afleverer", "aflevere", "afhenter",
    "telefontid", "åben for", "til rådighed", "nås", "kan nås", "opkald", "ping", "ping me", "ring på",
    "logger på", "logger af", "pause",
)  # fmt: skip

SMALL = {
    "ABOUT": (
        "om", "vedr", "vedrørende", "angående", "ang", "ift", "over", "about", "regarding", "re",
        "concerning", "mod", "for", "af", "of", "on",
    ),
    "TO": ("til", "to", "→"),
    "FROM": ("fra", "from"),
    "AFTER": ("efter", "after", "ovenpå", "following"),
    "BEFORE": ("før", "inden", "before", "op til", "forud for", "sidste dag før", "by"),
    "UNTIL": ("indtil", "frem til", "til", "until", "till", "før", "inden", "before", "hen til"),
    "AT": ("kl", "klokken", "at"),
    "AND": ("og", "samt", "and", "&", "+"),
    "OR": ("eller", "or", "ellers", "kontra", "versus"),
    "BUT": ("men", "but", "alligevel", "derfor", "trods", "anyway", "though", "however", "dog"),
    "REASON": (
        "pga", "på grund af", "grundet", "ifm", "i forbindelse med", "due to", "because of", "da",
        "fordi", "because", "grund", "selvom", "selv om", "although", "trods", "på trods af",
    ),
    "WITH": (
        "uden", "without", "med", "inkl", "inklusive", "m", "m/", "with", "w", "w/", "hos", "v/",
        "ved", "+",
    ),
    "THEN": (
        "derefter", "herefter", "bagefter", "efterfølgende", "så", "dernæst", "siden", "then",
        "afterwards", "after that", "thereafter", "senere", "later",
    ),
    "REST": (
        "resten af dagen", "resten", "rest of the day", "rest of day", "the rest of the day",
        "remainder of the day", "restdag",
    ),
    "TODAY": (
        "i dag", "idag", "i daw", "today", "dags dato", "dd", "hertil", "til i dag", "denne dag",
    ),
    "TOMORROW": (
        "i morgen", "imorgen", "tomorrow", "i overmorgen", "next week", "næste uge", "snart", "soon",
    ),
    "MORNING": (
        "formiddag", "formiddagen", "om formiddagen", "fm", "om fm", "f m", "am", "morgen", "morgenen",
        "om morgenen", "fra morgenen", "fra morgenstunden", "formiddags", "formd", "morning",
        "in the morning", "mornings", "this morning", "a m", "hele formiddagen", "formid",
        "første halvdel", "fra start", "fra morgen", "fra morgenstund", "tidlig formiddag",
    ),
    "AFTERNOON": (
        "eftermiddag", "eftermiddagen", "om eftermiddagen", "em", "om em", "e m", "pm", "p m", "eftm",
        "efterm", "eftermid", "afternoon", "in the afternoon", "afternoons", "this afternoon",
        "hele eftermiddagen", "anden halvdel", "eftermiddags", "sidste halvdel",
    ),
    "HALF": (
        "½", "halv", "halve", "halvt", "halv dag", "halvdag", "halvdags", "halv dags", "halvdagen",
        "half", "half day", "half-day", "half a day", "en halv dag", "delvis", "½ dag",
    ),
}  # fmt: skip

DAYS = (
    "mandag*", "tirsdag*", "onsdag*", "torsdag*", "fredag*", "lørdag*", "lørdag", "søndag*",
    "søndag", "man", "tir", "tirs", "ons", "tor", "tors", "fre", "lør", "søn", "monday*",
    "tuesday*", "wednesday*", "thursday*", "friday*", "saturday*", "sunday*", "mon", "tue", "tues",
    "wed", "thu", "thur", "thurs", "fri day", "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december", "january", "february",
    "march", "june", "july", "october", "ulige", "lige", "uger", "weeks", "lige uger", "ulige uger",
    "jul", "påske", "nytår", "pinse", "juleaftensdag*", "juleaftendag*", "nytårsaften*",
    "nytårsaftensdag*", "grundlovsdag*", "lillejuleaften*", "kristi himmelfart*", "store bededag",
    "skærtorsdag", "langfredag", "easter", "christmas", "1 maj", "fødselsdagsfri", "begravelse",
    "bisættelse", "klemmedag", "inklemt", "hverdag", "ml", "mellem", "mellem jul og nytår",
    "lillejuleaftensdag*", "bededag",
)  # fmt: skip

ABBREVIATIONS = (
    # capitals that are nobody's initials
    "wfh", "wfo", "ha", "hj", "am", "pm", "fm", "em", "pu", "ok", "it", "hr", "kl", "dsb", "mus",
    "tr", "kif", "apv", "ut", "pc", "vpn", "med", "lsu", "hsu", "sus", "ooo", "pto", "eu", "ek",
    "ks", "tv", "bs", "vvs", "nb", "obs", "ps", "fyi", "asap", "tbc", "tbd", "dk", "gl", "fo", "uk",
    "us", "usa", "sms", "ai", "bi", "ki", "gdpr", "sos", "sap", "esdh", "cv", "hk", "djøf", "amr",
    "amu", "sg", "ds", "dr", "kf", "dfi", "kum", "jm", "psp", "nav", "rpa", "sql", "ssp", "psy",
    "uu", "uf", "fu", "ru", "kuf", "kbh", "cph", "kpa", "gop", "esr", "pas", "cpr", "r&r", "rnr",
    "mi", "lai", "vipr", "q1", "q2", "q3", "q4", "kaos", "faq", "os", "se", "læs", "ro", "ns", "nr",
    "st", "pga", "evt", "tlf", "afd", "dir", "min", "sek", "cand", "stk", "osv", "mv", "mm", "bla",
    "fx", "iht", "ifm", "isf", "hjd", "hja", "hjk", "mdr", "ugl", "dgl", "fra", "til", "og", "ny",
)  # fmt: skip

DOTTED = (
    # abbreviations whose dot does not end a sentence
    "kl", "evt", "m", "v", "hj", "godk",
    "afsp", "afspads", "arb", "hjemmearb", "fm", "em", "pga", "tlf", "ca",
    "d", "nr", "sdr", "ml", "vedr", "ang", "jf", "jfr", "iflg", "e", "f", "p", "a", "pkt", "bl",
    "ifm", "ad", "inkl", "min", "max", "mv", "osv", "isf", "ift", "afd", "st", "man", "tir", "ons",
    "tor", "fre", "tirs", "tors", "mdl", "pr", "hjemmearbdag", "u", "formd", "eftm", "efterm",
)  # fmt: skip
