"""Words for being in, for being needed on site, and for meeting online."""

PRESENCE = (
    # the owner says that he is in
    "på kontoret", "fra kontoret", "på kontor", "på arbejdspladsen", "på stedet", "på matriklen",
    "på tjenestestedet", "møde ind", "må møde ind", "skal møde ind", "møder ind",
    "møder på kontoret", "kommer ind", "kommer på kontoret", "tager ind", "arbejder inde",
    "fysisk på kontoret", "er inde", "fysisk til stede", "fysisk tilstede", "kontordag",
    "kontordage", "kontor dag", "indedag", "fremmødedag", "fremmødedage", "wfo",
    "working from office", "working from the office", "work from office", "work from the office",
    "in the office", "in office", "at the office", "at office", "office day", "in-office",
    "on site day", "🏢", "på afdelingen", "i afdelingen", "kører ind på kontoret", "kører ind",
)  # fmt: skip

PRESENCE_WEAK = (
    # the same, where the line says nothing else
    "kontor", "kontoret", "inde", "i huset", "fremmøde", "office", "onsite", "on-site", "on site",
    "ind", "tilbage på kontoret", "the office",
)  # fmt: skip

ON_SITE = (
    # the owner is needed in person: meetings
    "fremmøde", "fremmødedag", "fremmødedage", "fysisk fremmøde", "mødepligt", "mødepligtig",
    "mød op", "møde op", "møder op", "møde ind", "skal møde ind", "mødes fysisk", "vær på kontoret",
    "fremmøde påkrævet", "fremmøde obligatorisk", "fremmøde nødvendigt", "fremmøde kræves",
    "kun på stedet", "på stedet", "på rådhuset", "på tinge", "i retten", "in person", "in-person",
    "on-site", "on site", "onsite", "face to face", "face-to-face", "f2f", "attendance required",
    "physical attendance", "physical meeting", "indkaldt", "personligt fremmøde", "fællesdag",
    "personaledag", "personaleseminar", "fælles fremmødedag", "alle møder ind", "alle skal møde ind",
    # court
    "retsmøde", "retsmøder", "retsmødet", "grundlovsforhør", "hovedforhandling", "domsforhandling",
    "fristforlængelse", "byret", "byretten", "landsret", "landsretten", "court hearing",
    "retten i", "city court", "high court", "supreme court", "district court",
    # duty at an institution
    "vagt", "vagten", "dagvagt", "aftenvagt", "nattevagt", "natvagt", "weekendvagt", "døgnvagt",
    "besøgsvagt", "portvagt", "receptionsvagt", "afdelingsvagt", "gårdvagt", "morgenvagt",
    "mellemvagt", "ekstravagt", "juleaftensvagt", "julevagt", "nytårsvagt",
    "påskevagt", "sommervagt", "pinsevagt", "helligdagsvagt", "lørdagsvagt", "søndagsvagt",
    "fredagsvagt",
    "tidligvagt", "senvagt", "dobbeltvagt", "transportvagt",
    # by their nature at a place
    "brandøvelse", "evakueringsøvelse", "beredskabsøvelse", "rundvisning", "besigtigelse",
    "nøgleudlevering", "udlevering af nøgler", "tilsynsbesøg", "tilsyn i", "indsættelse af",
    "samtale m indsat", "samtale med indsat", "rundering", "visitation", "celleeftersyn",
    "temadag nyborg",
)  # fmt: skip

PHYSICAL = (
    # sure only alone in brackets or before a word for meeting
    "fysisk", "fysiske",
)  # fmt: skip

ONLINE = (
    "teams", "på teams", "via teams", "on teams", "på telefon", "by phone", "on phone",
    "teamsmøde*", "teams-møde*", "microsoft teams*", "ms teams", "skype*", "zoom", "webex",
    "video", "videomøde*", "videolink", "videoafhøring", "videokonference", "videoretsmøde*",
    "telefon", "telefonisk*", "telefonmøde*", "telefonsamtale*", "tlf", "telefonkonference",
    "online", "onlinemøde*", "virtuel*", "virtual*", "digitalt møde", "digital", "digitalt",
    "webinar*", "web-møde", "webmøde*", "remote meeting", "call", "konferencekald", "dial-in",
    "skriftlig behandling", "fjernmøde*", "phone",
)  # fmt: skip

OPTIONAL = (
    # takes the certainty away
    "frivillig*", "valgfri*", "hybrid*", "eller", "mulighed", "evt", "muligvis", "måske",
    "optional", "or", "ikke fysisk", "no", "ingen", "ikke", "uden", "gerne",
)  # fmt: skip

NO_ON_SITE = (
    # look like on-site words, and are none
    "fysisk arbejdsmiljø", "fysiske arbejdsmiljø", "det fysiske arbejdsmiljø", "fysisk træning",
    "fysisk aktivitet", "fysisk post", "fysisk sikkerhed", "fysisk magtanvendelse", "fysisk form",
    "fysisk vold", "fysiske rammer", "fysisk brev", "fysisk apv", "fysioterap*", "fys", "fysik",
    "fysikum", "vagtplan*", "vagtskema*", "vagtbytte*", "vagtliste*", "vagtordning*",
    "vagtcentral*", "vagtfordeling*", "vagtønske*", "vagtlæge*", "vagtplanlæg*", "vagttelefon*",
    "telefonvagt*", "telefon vagt", "it-vagt", "pressevagt*", "chefvagt*", "mailvagt*",
    "barselsvagt*", "fremmødestatistik*", "fremmødeprocent*", "fremmøderegistr*", "on-site support",
    "vagt på telefonen", "postvagt", "journalvagt", "chatvagt",
)  # fmt: skip

PRISONS = (
    # prisons and pensions: a supervision or a talk "in" one of them is in person
    "enner mark", "storstrøm", "nyborg", "vestre fængsel", "vestre", "herstedvester", "horserød",
    "søbysøgård", "sdr omme", "renbæk", "møgelkær", "jyderup", "midtjylland", "kragskovhede",
    "ringe", "ellebæk", "nørre snede", "fængsel", "fængslet", "arresthus*", "arresten", "arrest",
    "pension*",
)  # fmt: skip
