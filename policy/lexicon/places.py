"""Towns, islands and streets: where somebody's home may be, and no one's name."""

PLACES = (
    # Denmark
    "københavn*", "aarhus*", "århus*", "odense", "aalborg", "ålborg", "esbjerg", "randers", "kolding",
    "horsens", "vejle", "roskilde", "herning", "silkeborg", "hørsholm", "helsingør", "næstved", "viborg",
    "fredericia", "køge", "holstebro", "taastrup", "slagelse", "hillerød", "sønderborg", "svendborg",
    "hjørring", "holbæk", "frederikshavn", "nørresundby", "haderslev", "skive", "ringsted", "ølstykke",
    "farum", "nykøbing", "kalundborg", "frederikssund", "aabenraa", "korsør", "lyngby", "ballerup",
    "hvidovre", "glostrup", "ishøj", "valby", "vanløse", "amager", "frederiksberg", "nørrebro",
    "østerbro", "vesterbro", "gentofte", "gladsaxe", "albertslund", "varde", "ikast", "grenaa",
    "middelfart", "ribe", "tønder", "vejen", "thisted", "lemvig", "struer", "hobro",
    "faaborg", "assens", "maribo", "nakskov", "vordingborg", "haslev", "sorø", "rønne",
    "bornholm", "fyn", "sjælland", "jylland", "lolland", "falster", "langeland", "møn", "samsø", "ærø",
    "læsø", "als", "skanderborg", "odder", "ebeltoft", "hadsten", "bjerringbro", "brønderslev", "skagen",
    "solrød", "greve", "allerød", "birkerød", "dragør",
    # Greenland and the Faroes
    "nuuk", "sisimiut", "ilulissat", "qaqortoq", "aasiaat", "tasiilaq", "tórshavn", "klaksvík",
    # streets
    "*gade", "*gaden", "*vej", "*vejen", "*stræde", "*torv", "*allé", "*boulevard",
)  # fmt: skip
