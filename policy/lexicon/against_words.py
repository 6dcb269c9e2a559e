"""Words that stand against home: clients, topics, reminders, compounds, journeys, on-call."""

CLIENT = (
    # somebody else's home is the place of work
    "hjemmebesøg*", "hj.besøg", "hjbesøg", "hj besøg", "hjemme besøg", "hjembesøg*",
    "kontrolbesøg*", "hjemmekontrol*", "fodlænke*", "i hjemmet", "hjemmet", "til hjemmet",
    "klientens hjem", "klients hjem", "dømtes hjem", "indsattes hjem", "borgerens hjem",
    "hos klient*", "hos dømt*", "hos indsat*", "hos borger*", "hos den dømte", "hos tk",
    "hos familien", "hjemme hos klient*", "hjemme hos dømt*", "hjemme hos borger*",
    "hjemmeafsoning*", "hjemmeafsoner*", "hjemmesamtale*", "hjemmetilsyn*", "hjemmeforhold*",
    "hjemmeundersøg*", "hjemmebo*", "home visit*", "home visits", "home detention", "house arrest",
    "home curfew", "home leave", "hjemmeadresse*", "hjemmeovervåg*", "hjemmeophold*",
    "ek-installation", "domestic visit", "home supervision", "hjemmeopsøg*", "hjemmevejled*",
)  # fmt: skip

CLIENT_WORDS = (
    # people one does not work at home with
    "klient", "klienten", "klientens", "klienter", "dømt", "dømte", "indsat", "indsatte",
    "tilsynsklient", "tk", "client", "inmate", "tilsynssamtale", "egnethedsundersøgelse", "politi",
    "kommune",
)  # fmt: skip

ON_CALL = (
    # on-call or standby from home is no home work
    "rådighedsvagt*", "rådighed", "rådighedstjeneste*", "bagvagt*", "tilkaldevagt*", "tilkald",
    "beredskabsvagt*", "hjemmevagt*", "vagttelefon*", "vagt hjemme", "vagt hjemmefra",
    "vagt fra hjemmet", "standby", "stand-by", "stand by", "on call", "on-call", "oncall",
    "on duty", "døgnvagt hjemmefra", "jourvagt*", "beredskab", "telefonvagt*", "telefon vagt",
    "bagvagtstelefon*", "ledervagt*", "chefvagt*", "it-vagt", "pressevagt*", "hjemme vagt",
)  # fmt: skip

COMPOUND = (
    # begin or end like home and mean something else
    "hjem*", "*hjem", "*hjemmet", "*hjemmel", "*hjemmesiden", "*hjemmeside", "home*", "hjml*",
    "hjemmel", "hemmelig*", "home amager", "home mægler", "estate agent home", "home edition",
    "smart home", "nursing home", "care home", "take home", "take-home", "home delivery",
    "home page", "home screen", "home cinema", "home depot", "remote desktop", "remote support",
    "remote hands", "remote access", "remote server", "remote session", "remote control",
    "remote login", "distancetilsyn*", "distancesamtale*", "distanceledelse*", "distanceunderv*",
    "social distance", "long distance", "distancekursus*", "hjemme hjælp", "hjemme hjælper",
    "hjemme side", "hjemme siden", "hjemme værn", "hjemme sygeplejerske", "hjemme opgave",
    "home run", "home office minister", "remote meeting",
)  # fmt: skip

TRAVEL = (
    # on the way home
    "hjem", "hjemad", "på vej hjem", "heading home", "go home", "going home", "goes home",
    "leave for home", "flight home", "return home", "drive home", "fly hjem", "way home",
    "come home", "coming home", "travel home", "train home", "home early", "home by", "home late",
    "back home", "home from", "tilbage hjem",
)  # fmt: skip

DEPART = (
    # "hjemmefra" is then where the journey begins
    "afgang", "kører", "køre", "kørsel", "tager", "tage", "går", "cykler", "cykle", "cykel",
    "afsted", "rejser", "rejse", "rejsen", "hentes", "afhentning", "transport", "taxa", "direkte",
    "tog", "bus", "flytter", "flytte", "løbetur", "gåtur", "opsamling", "departure", "drive",
    "driving", "leave", "leaving", "depart",
)  # fmt: skip

PRIVATE = (
    # at home, but not at work: poorly, with others, visited, feasting
    "småsyg", "halvsyg", "sløj", "skidt", "forkølet", "snue", "snottet", "hoster", "hæs", "feber",
    "ondt", "ryggen", "rygsmerter", "hovedpine", "cold", "flu", "headache",
    "migræne", "influenza", "corona", "covid", "hos", "alene hjemme", "fest*", "fødselsdag*", "*fødselsdag",
    "gæster", "middag hos", "middag hjemme", "aftensmad", "spisning", "brunch", "kaffe", "barn",
    "børn", "børnene", "barnet", "ungerne", "dreng", "pige", "datter", "søn", "tvillinger", "mor",
    "far", "mormor", "farmor", "morfar", "farfar", "svigerforældre", "svigermor", "svigerfar",
    "forældre", "pakke", "leveres", "levering", "maler", "malere", "håndværker", "håndværkere",
    "vvs", "elektriker", "tømrer", "blikkenslager", "skorstensfejer*", "rengøring",
    "rengøringshjælp", "flyttemænd", "flytning", "flyttedag", "servicemontør", "montør",
    "reparatør", "dyrlæge", "hund", "hunden", "kat", "barnepige", "babysitter", "juleaften",
    "julefrokost", "konfirmation*", "bryllup", "barnedåb", "legeaftale", "legegruppe", "spilaften",
    "filmaften", "håndbold", "fodbold", "træning", "family", "birthday", "party", "dinner",
    "delivery", "plumber", "electrician", "guests", "jul", "juledag", "påske", "nytår", "weekend",
    "weekenden", "lørdag", "søndag", "igen", "kamp", "spiller", "bbq", "grill*", "havearbejde",
    "husarbejde", "huset", "haven", "stuen", "taget", "køkkenet", "badeværelset", "terrassen",
)  # fmt: skip

TOPIC = (
    # home work as a subject of talk, paper or administration, wherever it stands
    "tal med", "tale med", "snak med", "spørg", "spørge", "spørgetime*", "drop in", "drop-in",
    "drøftelse*", "drøfte", "debat*", "diskussion*", "diskutere", "tale om", "politik",
    "politikken", "retningslinje*", "ramme", "rammer", "rammerne", "rammeaftale*", "rammepapir*",
    "lokalaftale*", "overenskomst*", "regler", "reglerne", "regel", "regelsæt", "ordning",
    "ordningen", "aftale", "individuel aftale", "dagsordenspunkt*", "punkt", "pkt",
    "søge om", "søg om", "frister", "temamøde*", "temadrøftelse*", "fordele", "ulemper",
    "erfaringer", "udstyr", "forsikring*", "ergonomi*", "lederens", "mus-punkt",
    "hjemmearbejdsaftale*", "hjemmearbejdsplads*", "hjemmearbejdspolit*", "hjemmearbejdsordning*",
    "hjemmearbejdsønske*", "hjemmearbejdsskema*", "hjemmearbejdsplan*", "hjemmearbejdskult*",
    "hjemmearbejdere", "hjemmearbejdets", "hjemmearbejdsregl*", "hjemmearbejdsudstyr*",
    "hjemmearbejdsdagene", "hjemmekontorudstyr*", "hjemmedagsaftale*", "hjemmearbejdsret*",
    "policy", "policies", "discussion", "agreement", "guideline*", "rules", "rule",
    "holdning*", "ønsker", "ønske", "måltal", "hviletid*", "retsgrundlag*", "arbejdsskade*", "tax*",
    "data protection", "lessons learned", "tak for", "tak til", "q&a", "faq", "negotiation",
    "apply", "equipment", "allowance", "framework", "mail om",
    "gode råd", "gode vaner", "pr uge", "om ugen", "per week", "a week",
)  # fmt: skip

TOPIC_BEFORE = (
    # a topic before the home word, an ordinary task after it
    "planlægning", "fremlæg*", "nyhed", "nyheder", "*bolig", "drøfter", "snak",
    "dialog*", "aftalen", "aftaler", "dagsorden*", "høring", "forhandling*",
    "undersøgelse*", "spørgsmål*", "svar", "besvar*", "ansøg*", "frist", "*frist", "deadline*",
    "tilmeld*", "registrer*", "indberet*", "statistik*", "opgørelse*", "oversigt*", "skema",
    "skemaet", "vejledning*", "info", "information*", "orienter*", "oplæg*", "tema", "temadag*",
    "workshop*", "seminar*", "konference*", "webinar*", "foredrag*",
    "kursus i", "kursus om", "udfordringer", "trivsel", "apv", "skærm", "skærme", "bestil*",
    "hentes", "underskrift*", "underskriv*", "godkend", "godkendelse*", "godkende", "godkendes",
    "beslutning*", "afklaring*", "evaluering*",
    "planlægning*", "planlæg", "planlægge", "forslag*", "model", "pilot*", "forsøg",
    "budget til", "sag om", "sagen om", "klage*", "vedr", "vedrørende", "angående",
    "ang", "ift", "refusion*", "skat", "styring", "ledelse", "sparring", "discuss", "survey",
    "questionnaire*", "spørgeskema*",
    "review", "about", "regarding", "application", "request", "evaluation", "setup", "set-up",
    "mail", "læs", "indretning*", "samarbejde", "måling*",
    "*ordning", "parkering*", "fastholdelse", "tidsregistrering*", "kvote", "loft", "effekt*",
    "planlægningsmøde*", "proces", "procedure*",
    "cirkulære*", "hvordan", "godt", "nye", "ny", "nyt", "new",
    "undervis*", "klager", "ansøgninger",
    # what is said of the arrangement
    "vilkår", "betingelse*", "rettighed*", "tilfredshed*", "konsekvens*", "fremtid*", "muligheder",
    "begrænsning*", "princip*", "kriterier", "omfang", "resultater", "tilladelse*", "anmodning*",
    "kompensation*", "godtgørelse*", "merudgift*", "fradrag*", "skattefradrag*", "tilskud*", "myter",
    "afslag*", "dispensation*", "fordeling*", "rundspørge*", "lovgivning*",
    "betydning", "best practice", "tips", "reimbursement*", "compensation", "entitlement*", "benefits",
    "options", "results", "parking", "impact", "arrangement*", "terms", "conditions", "eligibility",
)  # fmt: skip

PAPERS = (
    # a topic before the home word; after it, even alone, what one writes at home
    "høringssvar*", "udkast*", "artikel*", "referat", "referater", "præsentation*", "nyhedsbrev*",
    "bekendtgørelse*", "besvarelse*",
)  # fmt: skip

SOFT_TOPIC = (
    # a topic before the home word, or alone after it; a task in longer company
    "status", "opfølgning", "opsamling", "gennemgang", "evaluering", "møde", "drøftelser", "kursus",
    "uddannelse", "beslutninger", "follow-up", "kommunikation", "briefing", "intro", "introduktion",
    "forventninger", "forventningsafstemning", "med-møde", "ledermøde", "personalemøde",
    "afdelingsmøde", "lsu", "hsu", "med", "trio", "sagsfremstilling", "samtale",
)  # fmt: skip

HOMEWORK = (
    # school and courses
    "lektie*", "hjemmeopgave*", "diplom*", "akademifag*", "akademi", "modul", "modul*", "eksamen*",
    "aflevering", "afleveringsopgave*", "homework*", "home exam", "home assignment", "skolen",
    "klasse", "matematik", "stile", "elev*", "masteropgave*", "til kursus", "til kurset",
    "til undervisning*", "til uddannelse*", "til studie*", "til skolen", "for course",
    "home assignments", "lærer", "studiegruppe*",
)  # fmt: skip

REMINDER = (
    "husk", "husk at", "obs", "nb", "bemærk", "reminder", "remember", "påmindelse", "remind", "fyi",
    "til orientering", "sv", "vs", "fw", "fwd", "re", "vikar", "vikar for", "afløser for",
    "dække for", "dækker for", "dækker",
)  # fmt: skip

QUESTION = (
    "hvem", "hvem er", "hvad", "hvordan", "hvor", "må man", "skal vi", "kan man", "what", "how",
    "when", "hvor mange", "who", "who is", "whos", "hvornår", "må vi", "kan vi", "hvorfor",
)  # fmt: skip

NEGATION = (
    "nej tak", "no thanks",
    "ikke", "ingen", "intet", "ej", "uden", "aldrig", "nej", "undtagen", "ik", "ikk", "ikk'", "itj",
    "not", "no", "never", "without", "isn't", "don't", "won't", "can't", "cannot", "kan ikke",
    "hverken", "næppe", "inga", "inte", "ikki", "slet ikke", "ikke længere", "❌", "🚫", "⛔", "non",
)  # fmt: skip

INSTEAD = (
    "i stedet for", "istedet for", "istedetfor", "i stedet for at", "isf", "frem for", "fremfor",
    "instead of", "rather than", "og ikke", "not", "modsat",
)  # fmt: skip

CANCELLED = (
    "aflyst", "aflyses", "aflyser", "aflys", "aflysning", "annulleret", "annulleres", "annuleret",
    "udgår", "udgået", "bortfalder", "bortfaldet", "droppet", "droppes", "dropper", "sløjfet",
    "sløjfes", "slettet", "slettes", "inddraget", "inddrages", "udsat", "udsættes", "udskudt",
    "udskydes", "opgivet", "fravalgt", "afslået", "ikke muligt", "ikke mulig", "ikke tilladt",
    "ikke aktuelt", "ikke godkendt", "canceled", "cancelled", "cancel", "postponed", "called off",
    "not possible", "off the table", "ikke alligevel", "alligevel ikke", "duer ikke", "går ikke",
    "overstreget", "slut", "slut med", "forbi", "overstået", "afsluttet", "stoppet",
)  # fmt: skip

MOVED = (
    "flyttet", "flyttes", "flytter", "flyt", "rykket", "rykkes", "rykker", "byttet", "byttes",
    "bytter", "bytte", "byttedag", "skubbet", "skubbes", "moved", "moves", "move", "rescheduled",
    "swapped", "swap", "omlagt", "omlægges", "ombyttet", "ombyttes", "forskudt", "udskiftet",
)  # fmt: skip

CHANGED = (
    # "ændret til hjemmearbejde" is home
    "ændret", "ændres", "erstattet", "erstattes", "replaced", "skiftet", "skifter", "lavet om",
    "konverteret", "omlagt", "omlægges",
    "byttet", "bytter", "flyttet", "changed", "switched", "rykket", "går over", "vendt",
)  # fmt: skip

CONDITION = (
    "hvis", "såfremt", "ifald", "kun ved", "medmindre", "afhængig af", "if", "unless", "kun hvis",
)  # fmt: skip

OTHER = (
    # other people without a name
    "min kone", "min mand", "konen", "manden", "kone", "kæreste", "kæresten", "min kæreste",
    "min søn", "min datter", "børnene", "børn", "ungerne", "chef", "chefen", "leder", "lederen",
    "kollega", "kollegaen", "kollegaer", "kolleger", "kollegerne", "vikar", "vikaren", "praktikant",
    "praktikanten", "studentermedhjælper", "studenten", "elev", "eleven", "souschef", "souschefen",
    "direktør", "direktøren", "afdelingsleder", "teamleder", "teamlederen", "sekretær",
    "sekretæren", "han", "hun", "de", "hans", "hendes", "deres", "makker", "makkeren", "wife",
    "husband", "kids", "children", "boss", "colleague", "colleagues", "manager", "he", "she",
    "they", "tr", "hr-partner", "kontorchef", "kontorchefen", "konsulenten",
    "fuldmægtig", "fuldmægtigen", "specialkonsulent", "specialkonsulenten", "chefkonsulent", "jurist",
    "chefkonsulenten", "juristen", "socialrådgiver", "socialrådgiveren", "betjent", "betjenten",
    "fængselsbetjent", "vagtchef", "vagtchefen", "vagthavende", "psykolog", "psykologen", "præsten",
    "afdelingschef", "afdelingschefen", "kontorleder", "enhedschef", "enhedschefen", "værkmester",
    "controller", "controlleren", "kontorelev", "trainee", "intern", "assistant", "secretary",
    "supervisor", "team lead", "nabo", "naboen", "vejleder", "vejlederen", "advokaten", "dommeren",
    "sagsbehandleren", "tilsynsførende", "hr-chefen", "områdechefen", "fængselslederen", "medarbejder",
    "medarbejderen", "medarbejdernes", "medlemmernes", "ledernes", "medarbejdere",
    "medarbejderne", "chefens", "lederens", "datter", "søn",
)  # fmt: skip

GROUP = (
    "alle", "ledergruppen", "team", "teamet", "hele teamet", "afdelingen", "afdeling", "enheden", "gruppen",
    "holdet", "kontoret arbejder", "halvdelen", "flere", "andre", "nogle", "resten af teamet",
    "everyone", "everybody", "the team", "vi", "begge", "personalet", "sekretariatet",
)  # fmt: skip
