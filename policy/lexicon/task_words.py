"""Tasks that people do at a desk, and what they say they do."""

WORK = (
    # tasks one does at a desk
    "sagsbehandling", "*behandling", "*skrivning", "*skriveri", "*læsning", "*forberedelse",
    "*forberedelser", "forberedelse*", "skrivedag", "skrivetid", "skrive dag", "læsedag", "læsetid",
    "læse dag", "fordybelse", "fordybelsesdag", "koncentrationsdag", "fordybelsestid",
    "fokusdag", "fokusarbejde",
    "kontorarbejde", "papirarbejde", "administration", "administrativ dag", "admin", "admindag",
    "journalisering", "journal", "journaler", "dokumentation", "rapport", "rapporter", "rapporten",
    "*rapport", "notat", "notater", "*notat", "*notater", "udtalelse", "udtalelser", "*udtalelse",
    "*udtalelser", "pu", "pu'er", "puer", "pu-skrivning", "personundersøgelse*", "handleplan*",
    "indstilling*", "afgørelse*", "budget", "regnskab", "økonomi", "excel", "analyse", "*analyse",
    "dataarbejde", "planlægning", "opgaver", "*opgaver", "mailoprydning", "oprydning", "e-learning",
    "elearning", "*arbejde", "mødedag", "mødedage", "teamsdag", "teams-dag", "*mødedag",
    "kontordag", "kontortid", "undervisning", "telefonisk tilsyn", "breve", "korrektur",
    "udarbejd*", "klargøring*", "klargør*", "opdatering*", "udfyld*", "gennemlæs*", "redigering*",
    "revidering*", "bearbejd*", "oprettelse*", "beregning*", "kodning*", "arkiv*", "sortering*",
    "*bearbejdning", "oversættelse", "writing", "paperwork", "reading", "report", "reports",
    "case work", "casework", "admin day", "writing day", "reading day", "study day", "planning",
    "tasks", "skrivearbejde", "bunkebekæmpelse", "indkaldelser", "løn", "lønkørsel", "årsrapport",
    "tilsynsnotat*", "klientsystemet", "sager", "sag", "akter", "kontraktarbejde", "kontrol",
    "skriveopgave*", "programmering", "udvikling", "kodning", "strategi", "koncept*",
    "projektarbejde", "skriv", "fagdag", "papirer", "papirerne", "indkøb",
    "papirdag", "rapportdag", "notatdag", "prognose*", "*prognose", "*luk", "bilag", "faktura",
    "fakturaer", "ordrer", "regneark", "brief", "briefs", "draft", "drafts",
    "drafting", "memo",
    "memos", "cases", "appeal", "submissions", "analysis", "coding", "slides", "emails", "statement",
)  # fmt: skip

WORK_VERBS = (
    "skriver", "skrive", "læser", "læse", "forbereder", "forberede", "sagsbehandler",
    "sagsbehandle", "journaliserer", "journalisere", "arbejder på", "arbejder med", "arbejder",
    "arbejde", "laver", "behandler", "planlægger", "analyserer", "retter", "jobber", "jobber med",
    "writing", "working", "working on", "reading", "preparing", "prepping", "deltager", "deltage",
    "taler", "følger", "underviser", "programmerer", "koder", "rydder op", "lave", "ordne",
    "ordner", "skrives", "læses", "laves", "forberedes", "drafting", "coding", "gennemgår", "waiting",
)  # fmt: skip

SYSTEMS = (
    # what one works in, with a capital and no one's name
    "sap", "workzone", "navision", "jira", "word", "outlook", "sharepoint", "python", "power bi",
    "servicenow", "github", "gitlab", "azure", "statens hr", "statens lønsystem", "digst", "cognos",
    "qlik*", "tableau", "confluence", "visma", "f2", "public 360", "captia", "indfak*", "rejsud*",
    "campus", "onenote", "linux", "oracle", "europris", "copilot",
)  # fmt: skip

TASKS = (
    # what the agency's desks do, as the first part of a word
    "aktindsigt*", "anbringels*", "ansættels*", "arrestant*", "backlog*", "benådning*", "bestilling*",
    "betænkning*", "budget*", "bug*", "dashboard*", "dataudtræk*", "deploy*", "disciplinærsag*",
    "egnethed*", "erklæring*", "erstatning*", "faktur*", "fejlretning*", "fejlsøgning*",
    "folketing*", "forecast*", "forkyndelse*", "handleplan*", "indbakke*", "invoice*", "jobopslag*",
    "journalnotat*", "kandidat*", "klagesag*", "kontaktnotat*", "kontering*", "kontrakt*",
    "kursusmateriale*", "lagerliste*", "lovforslag*", "lovkvalitet*", "lægeerklæring*", "løsladels*",
    "mailbunke*", "mentalundersøgelse*", "ministersvar*", "ministerbetjening*", "migrering*",
    "månedsluk*", "ordrer*", "patch*", "personalesag*", "powerpoint*", "pressemeddelelse*",
    "processkrift*", "prøveløsladels*", "publicering*", "reconciliation*", "regneark*", "regnskab*",
    "rekrutteringssag*", "release*", "replik*", "reporting*", "retsudskrift*", "risikovurdering*",
    "samfundstjeneste*", "script*", "sprint*", "stillingsopslag*", "stævning*", "svarbrev*",
    "ticket*", "tilbudsgivning*", "tjenesteplan*", "tjenestesag*", "turnus*", "udbud*", "udgangssag*",
    "udskrift*", "udtræk*", "undervisningsmateriale*", "ungdomssanktion*", "varebestilling*", "årsluk*",
    "bunke*", "papirbunke*", "sagsbunke*", "sagsstak*", "stakken", "month-end", "filing", "contracts",
    "kladde*", "månedsrapport*", "kvartalsrapport*", "årsberetning*", "revisionssvar*", "tidsskrift*",
)  # fmt: skip
