"""Words for being away from work."""

ILL = (
    # Danish
    "syg", "sygdom", "sygemeldt", "sygemeldt hel dag", "sygmeldt", "sygemelding", "sygedag",
    "sygedage", "sygeorlov", "syge dag", "egen sygdom", "deltidssygemeldt", "delvist sygemeldt",
    "delvis sygemeldt", "langtidssyg", "syg igen", "influenzasyg", "🤒", "🤢", "🤮", "🤧", "😷",
    # English
    "sick", "sick day", "sick leave", "off sick", "ill", "sickness", "unwell", "sick note",
)  # fmt: skip

CHILD_ILL = (
    # the child is ill: absence, unless the owner works from home beside it
    "barn syg", "barn sygt", "barn er syg", "barn er sygt", "barnet syg", "barnet sygt",
    "barnet er syg", "barnet er sygt", "sygt barn", "syg barn", "sygt barnebarn", "syge børn",
    "børn syge", "børnene syge", "børnene er syge", "børn er syge", "datter syg", "søn syg",
    "datter er syg", "søn er syg", "syg datter", "syg søn", "syg dreng", "syg pige", "syg unge",
    "sygt spædbarn", "syg baby", "syge unger", "syge tvillinger", "pasning af sygt barn",
    "passer sygt barn", "lille syg", "barn med feber", "sick child", "sick kid", "sick kids",
    "child sick", "kid sick", "kids sick", "child is sick", "kid is sick",
)  # fmt: skip

LEAVE = (
    # holiday
    "ferie", "ferien", "ferie!", "feriedag", "feriedage", "ferieuge", "ferieuger", "feriefri",
    "feriefridag", "feriefridage", "feriefritime", "feriefritimer", "6 ferieuge", "sommerferie",
    "vinterferie", "efterårsferie", "påskeferie", "juleferie", "pinseferie", "kartoffelferie",
    "restferie", "miniferie", "storferie", "feriefravær", "sommerferien", "juleferien",
    "påskeferien", "vinterferien", "efterårsferien", "særlig feriedag", "særlige feriedage",
    "særlig ferie", "hjemmeferie", "ferielukket", "bryllupsrejse", "🏖", "🌴",
    # time off in lieu and other days off
    "afspadsering", "afspadserer", "afspadser", "afspadseringsdag", "afspads", "afsp", "afspad",
    "flexfri", "fleksfri", "flexafspadsering", "fleksafspadsering", "flexdag", "fleksdag",
    "omsorgsdag", "omsorgsdage", "seniordag", "seniordage", "seniorfridag", "seniorfri",
    "deltidsdag", "deltidsfri", "deltidsfridag", "fridag", "fridage", "fri dag", "frihed",
    "tjenestefri", "tjenestefrihed", "friuge", "selvbetalt fri", "fri uden løn", "halv fridag",
    # leave
    "barsel", "barselsorlov", "barselorlov", "fædreorlov", "forældreorlov", "graviditetsorlov",
    "orlov", "plejeorlov", "sorgorlov", "studieorlov", "studiefri", "fravær", "fraværende", "ikke på arbejde",
    # the child's days
    "barns 1 sygedag", "barns 2 sygedag", "barns 3 sygedag", "barns første sygedag",
    "barns anden sygedag", "barns tredje sygedag", "barn 1 sygedag", "barn 2 sygedag",
    "barnets 1 sygedag", "barnets 2 sygedag", "barnets første sygedag", "barn 1 syg",
    "barns sygedag", "barn sygedag", "b1s", "børneomsorgsdag",
    # English
    "vacation", "vacations", "annual leave", "on annual leave", "holiday", "holidays",
    "on holiday", "on holidays",
    "on vacation", "on leave", "leave", "parental leave", "maternity leave", "paternity leave",
    "maternity", "paternity", "compassionate leave", "unpaid leave", "study leave",
    "bereavement leave", "day off", "days off", "half day off", "time off", "off work",
    "out of office", "out of the office", "ooo", "oof", "pto", "toil", "comp day", "comp time",
    "time off in lieu", "al", "care day", "bank holiday",
)  # fmt: skip

FREE = (
    # only in a line that says nothing else: "fri" is also free of charge, free of meetings …
    "fri", "har fri", "holder fri", "tager fri", "får fri", "friii", "off",
)  # fmt: skip

NOT_ABSENCE = (
    # contains a word from above, and is no absence of the owner's
    "ferieplan*", "ferieønske*", "ferieansøg*", "ferieseddel*", "feriepenge*", "feriekort*",
    "feriekalender*", "ferieliste*", "feriebooking*", "ferieregistr*", "ferieaftale*", "ferielov*",
    "feriehus*", "ferieafløser*", "ferievikar*", "ferieafholdelse*", "ferieindberet*",
    "sygefravær*", "sygesamtale*", "sygesikring*", "sygehus*", "sygeplejerske*", "sygeopkald*",
    "sygemeldinger", "sygemeldte", "sygebesøg*", "sygepolitik*", "sygedagpenge*", "sygdomsforløb*",
    "barselsaftale*", "barselsgave*", "barselsplan*", "barselsvikar*", "barselsvikariat*",
    "barselsfest*", "barselsbesøg*", "orlovsansøg*", "orlovsaftale*", "afspadseringsregn*",
    "afspadseringsplan*", "seniorsamtale*", "seniorordning*", "fraværsregistr*", "fraværssamtale*",
    "fraværsstatistik*", "mødefri*", "skoleferie", "skolefri", "børnehaveferie", "ferievagt*",
    "fritid*", "frivil*", "fritag*", "friplads*", "frigiv*", "fri bar", "fri leg", "fri adgang",
    "fri bil", "fri telefon", "fri kaffe", "fri proces", "god ferie", "god sommerferie",
    "god juleferie", "god sommer", "god påskeferie", "god vinterferie", "out of office reply",
    "holiday planning", "holiday calendar", "holiday party", "leave application", "home leave",
    "leave request", "vacation planning", "vacation plan", "sick leave policy", "leave early",
    "sick pay", "børnene har ferie", "børn har ferie", "ungerne har ferie", "børnene har fri",
    "institution lukket", "vuggestue lukket", "børnehave lukket", "skolen lukket", "dagpleje syg",
    "dagplejer syg", "dagplejen syg", "lukkedag", "hund syg", "syg hund", "syg kat", "kat syg",
)  # fmt: skip
