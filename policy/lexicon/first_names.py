"""First names and surnames that people in Danish, Greenlandic and Faroese offices often bear."""

FIRST_NAMES = frozenset(
    # women in Denmark
    """
    anne kirsten mette hanne anna helle susanne lene maria marianne inge lone karen bente camilla
    louise charlotte pia inger jette gitte tina ida julie emma sofie sofia laura sara sarah cecilie
    christina mia marie line freja caroline birgit birgitte else ellen lis maja ulla rikke lisbeth
    lisbet katrine kathrine cathrine catrine katja heidi signe amalie emilie nanna nina trine stine
    sanne simone josefine josephine mathilde matilde frederikke isabella clara klara alberte alma
    agnes asta astrid ane ann annette anette annemette anja andrea anita alice agnete bodil britta
    britt berit betina bettina bolette bibi carina karina karin karoline caja kaja christine
    kristine kristina kirstine ditte dorte dorthe dorthea diana edith elin elisabeth elise elsebeth
    ester esther eva filippa fie gerda gertrud grethe grete gunhild gry gurli hedvig helene helena
    henriette hilda ingrid ingelise inge-lise irene iben ina jane janne janni jannie jeanette jeanett
    jenny jessica johanne jonna judith jytte kamilla kamma kate katarina kira lea lena leonora liv
    lilian lillian lily linda linea linnea lisa lise liselotte lizzie lotte luna lykke magda majbritt
    maj-britt maiken malene malou margit margrethe margit marlene martha merete mie michelle
    mille minna miriam mona monica monika nadia naja natasja natascha nicoline nora norah olivia
    pernille pauline petra rebecca rebekka regitze rita rosa ruth sandra sabina sabrina selma sille
    silje sidsel sigrid sinne sine siv solveig sus susan susann susie suzanne sussi sys tanja
    thea therese theresa thora tilde tove ulrikke ursula vera vibeke victoria viktoria vivi vivian
    winnie xenia ylva yvonne åse aase ditlev merle ella karla anne-marie annemarie anne-mette
    anne-grethe ann-sofie birthe gunver conni connie dagny doris esma laila leila lærke mai malin
    marina mary mira molly nana nete rigmor rosemarie sally sascha signe sofia stella stephanie
    stinna tenna tilda tine tonny trina ulrike wenche
    """.split()  # noqa: SIM905
    # men in Denmark
    + """
    peter michael mikael jens lars thomas henrik søren christian kristian martin jan morten jesper
    anders niels rasmus hans mads per ole jørgen erik frederik kim john torben jacob jakob mikkel
    carsten karsten claus klaus brian daniel jonas mathias mattias matias alexander william oliver
    noah lucas lukas oscar oskar victor viktor emil magnus malthe malte august carl karl arthur
    valdemar alfred anton elias felix hugo johan johannes jonathan kasper casper kaspar kevin nikolaj
    nicolai nikolai nicklas niklas tobias sebastian simon steen sten stefan steffen stig sune svend
    sven søren-peter tage theodor theis thorbjørn thor thorkild tim tom tommy tonni torsten troels
    tue uffe ulrik ulrich vagn verner viggo villads villy vincent aksel axel albert allan alex andreas
    andré andre arne arvid asbjørn asger asbjorn aske august bent benny benjamin bendt bertel bertram
    birger bjarke bjarne bjørn bo bob bruno børge benedict dan david dennis ditmar ebbe egon eigil
    einar ejnar ejvind elmer erling esben eskild finn flemming frank frans fritz frode gert gunnar
    gustav hannibal harald harry helge hemming henning henry herman holger ib ivan iver jack james
    janus jarl jeppe jerry jimmy jim jimmi joachim joakim jochen jon josef joseph julius jul kaj kai
    karl-erik keld kjeld kenneth kenny kent klavs knud konrad kristoffer christoffer kristofer kurt
    laurits lasse laust laurids leif leo leon liam linus loke ludvig mark marcus markus marius
    marc mogens max milo nick nicolas niller noam nohr otto ove palle patrick paul pelle per-erik philip
    phillip filip poul preben rene rené richard robert robin rolf ronni ronnie ronny roy rune samuel
    sander sigurd skjold silas tais tommi thorvald vilhelm walter werner willy åge aage øjvind
    øyvind ulf tarik jeff johnny johnni jørn
    """.split()  # noqa: SIM905
    # Greenland and the Faroes
    + """
    aviaja malik aqqaluk nivi pipaluk paninnguaq inuk minik nuka ivalo ivalu miki angutimmarik
    naja navarana arnaq arnannguaq aleqa kunuk qupanuk salik ulloriaq najaaraq ane-sofie tupaarnaq
    inunnguaq kristoffer-inuk hans-peter juaaka jógvan rógvi bárður rúni rói hanus heðin dánjal
    høgni jákup jóannes poul-jákup súsanna sólja marjun rannvá bjarni turið beinta barbara
    katrin eyðun tróndur trondur páll pætur sjúrður annika elspa malan vár durita gunnvá
    """.split()  # noqa: SIM905
    # others often met in Denmark
    + """
    mohammed muhammed mohammad muhammad mohamed mohamad ahmed ahmad ali hassan hussein hussain omar
    ibrahim yusuf mustafa mehmet murat fatma fatima ayse aisha aisa amina zainab zeynep mariam maryam
    khadija layla hanan samira yasmin jasmin amal nour noor abdullah abdul abdi bilal hamza imran
    khalid rashid tariq adnan amir emir samir karim kareem said osman selim emre can cem deniz elif
    esra hatice merve özlem sibel sevgi aylin ayla leyla dilek gül gülsen nermin amra azra edin
    elvir emina haris jasmina mirza mirsad senad zlatan dragan goran ivana jelena marko milan
    milena nikola piotr pawel agnieszka anna-maria ewa jan-erik katarzyna krzysztof magdalena
    malgorzata marek tomasz wojciech zofia olga oksana oleksandr svetlana tatiana vladimir yulia igor
    dmitri sergei nguyen linh minh thanh hoa lan arash babak farah farhad hamid mehdi mina nasrin
    navid parisa reza roya sahar shirin soraya zahra anil arjun priya rahul sunita kumar rohan deepa
    juan jose josé carlos carmen elena pablo pedro ricardo giulia marco luca matteo pierre jean
    jennifer emily jessica robert susan george charles joe mike steve matthew andrew jane kate
    """.split()  # noqa: SIM905
)
"""Lower case. Read as a person wherever they stand as one, whatever case they are written in."""

ALSO_WORDS = frozenset(
    """
    bo kim tage dan per hans mark frank sten stig max liv else inge ask rose august jul tue bent
    can lan said hoa mie ida lise sus sys ane line ina stine tina ib jan ole kate anna line alma may
    tim tom rita mary ray sander felix mai sine leo thor loke iben kaj siv gry ditlev mille
    min jack bob jon hugo robin
    """.split()  # noqa: SIM905
) - frozenset("anna stine tina kate ida lise rita mary kaj iben felix ole".split())  # noqa: SIM905
"""Names that are words as well: people only when written with a capital letter."""

SURNAMES = frozenset(
    """
    nielsen jensen hansen pedersen andersen christensen larsen sørensen rasmussen jørgensen petersen
    madsen kristensen olsen thomsen christiansen poulsen johansen møller mortensen knudsen jakobsen
    jacobsen mikkelsen olesen frederiksen laursen henriksen lund schmidt eriksen holm kristiansen
    clausen simonsen svendsen andreasen iversen jeppesen mogensen jespersen nissen lauridsen
    frandsen østergaard jepsen carlsen kjær nørgaard jessen vestergaard dam schultz bertelsen
    carstensen karlsen bach lauritsen paulsen ravn winther toft kruse kjærgaard dahl danielsen
    bundgaard skov bjerregaard friis kjeldsen lassen hermansen bak steffensen ibsen mathiesen
    overgaard søgaard thorsen hald therkildsen villadsen krogh juhl berg bonde bruun berthelsen
    davidsen mølgaard gregersen damgaard eskildsen husum buch ipsen thygesen enevoldsen
    """.split()  # noqa: SIM905
)
