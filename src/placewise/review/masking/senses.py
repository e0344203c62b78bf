"""Collocations that tell a place from the common word of the same spelling."""

from __future__ import annotations

from placewise.review.masking.lexicons import words

LOCATIVES = words(
    "in at near from around across outside throughout to towards within into between via beyond "
    "through inside nearby neighbouring neighboring like including visit visiting serving leaving "
    "reach connects connecting link linking links both covering "
    "above below"
)
"""Words before a place."""

PLACE_OF = words(
    "borough city town port mayor people residents south north east west outskirts centre center "
    "edge village towns cities heart parish county part parts population economy district "
    "communities community areas area streets university bishop suburbs township visitors "
    "northeast northwest southeast southwest suburb cathedral"
)
"""``town of``, ``mayor of``."""

DETERMINERS = words(
    "a an this that these those every each any no some last next his her its their our my your "
    "another such more less much what which whose final first second third annual best fresh early "
    "late mid"
)

DIRECTIONS = words(
    "north south east west northern southern eastern western central greater upper lower inner "
    "outer downtown historic royal rural urban mid northeast northwest southeast southwest "
    "metropolitan nearby"
)

PLACE_NOUNS = words(
    "borough council city district county station residents area university hospital airport docks "
    "harbour harbor port road spa abbey cathedral region corridor campus seafront businesses "
    "employers schools councillors town football fc united rovers town's economy downtown suburb "
    "suburbs population racecourse college neighbourhood neighborhood village commuters shoppers "
    "parish quarter castle beach waterfront bypass firms unitary peninsula ferry pier minster "
    "labour market half crematorium museum street marina townspeople based born dockyard urban "
    "priory bay railway"
) | {
    "town centre",
    "city centre",
    "town center",
    "city center",
    "travel to",
    "old town",
    "high street",
    "train station",
    "unified school",
    "public schools",
    "railway station",
}
"""Words behind a place: ``Reading station``, ``the Bath economy``."""

PLAIN_VERBS = words("is was are were will would can could may might must should does did and or")
PLACE_VERBS = words(
    "has had needs offers saw attracts lost gained grew hosts faces remains sits enjoys boasts "
    "competes became ranks performs benefits contains still also suffers received welcomed won "
    "employs added lies stands joined lags built opened expects plans wants once already recorded "
    "borders looks serves depends"
)
PLACE_PREDICATES = frozenset(
    {
        "lies",
        "sits",
        "hosts",
        "borders",
        "is home",
        "is a",
        "is an",
        "is one",
        "is located",
        "is served",
        "is well",
        "is within",
        "has a",
        "has been",
        "has the",
        "has grown",
        "has one",
        "has more",
        "has fewer",
        "has its",
        "has no",
        "has lost",
        "has seen",
        "was a",
        "was destroyed",
        "was an",
        "is connected",
        "is near",
        "is on",
        "is twinned",
        "is surrounded",
        "is in",
        "was founded",
        "was incorporated",
        "was built",
        "was once",
        "is part",
        "is among",
        "lies on",
        "and its",
    }
)
"""What is said of places: ``lies``, ``is home``."""

PLACE_COMPLEMENTS = words(
    "home heart gateway seat county birthplace capital centre center only main second third hub "
    "site town city village"
)
"""Words behind ``is the`` that are said of places; superlatives are too."""

OBJECT_WORDS = words(
    "the a an this these those that its their our your his her it them how what whether why up out "
    "down off aside together more all both any each us him me"
)
"""Words that follow a verb, not a place."""

PARTICLES = words("with for to of by on into through over under about as from at in")

WORDS_BEFORE: dict[str, frozenset[str]] = {
    "deal": words(
        "city growth town towns green new devolution housing sector great good trade county "
        "investment regional employer trailblazer bay good rural island islands region big"
    ),
    "march": words("freedom protest peace hunger january february early late mid"),
    "bath": words("bird foam hot mud turkish bubble roman blood oil salt ice"),
    "battle": words("legal uphill pitched political court boss naval"),
    "sale": words("land asset fire car retail boot jumble for house property summer"),
    "reading": words("mathematics math maths writing guided shared meter second first poetry"),
    "sandwich": words("club cheese ham toasted blt lunch chicken steak"),
    "rugby": words(
        "england world women's league touch tag wheelchair premiership six super youth girls "
        "county mini play playing watch watching"
    ),
    "ash": words("fly volcanic wood bottom common mountain coal white green manna"),
    "hull": words("ship's ships double steel boat pressure outer wooden"),
    "hope": words("new city great"),
    "wells": words(
        "oil gas water drinking ground tunbridge builth llandrindod llanwrtyd "
        "monitoring production municipal deep h.g. orson city injection"
    ),
    "enterprise": words(
        "social free local private public uss small community city young "
        "creative digital cultural women's rural global state"
    ),
    "commerce": words("interstate electronic digital e general"),
    "industry": words(
        "creative heavy light steel oil local uk british retail tourism the "
        "care film music construction automotive defence energy nuclear food "
        "aerospace advanced private space"
    ),
    "independence": words(
        "energy economic financial scottish american political mexican greater judicial"
    ),
    "orange": words("agent blood navel burnt bright mandarin"),
    "mobile": words("t upwardly virgin age 5g smart emergency sky tesco"),
    "normal": words("new"),
    "paradise": words("tropical island lost bird's tax shopper's"),
    "bury": words("to will must"),
    "wigan": words("lisa"),
}
"""Words that make a set phrase with the word behind them."""

COMPOUND_HEADS: dict[str, frozenset[str]] = {
    "reading": words(
        "age ages room rooms list lists skills week scheme books comprehension test tests level "
        "levels glasses group groups standards scores recovery champions hour ability materials "
        "proficiency clubs club challenge and/or attainment"
    ),
    "deal": words("making makers flow breaker with terms team delivery"),
    "battle": words("honours lines plan plans ground royale ready scarred re-enactment creek"),
    "rugby": words(
        "union league sevens world players clubs club pitch pitches football ball "
        "shirts field fields coaching fans cup match matches tournament "
        "fixtures "
    ),
    "sandwich": words(
        "shop shops bar bars chain makers course courses placement placements "
        "board boards filling fillings degree degrees maker factory "
        "class lunch generation"
    ),
    "bath": words(
        "house houses room rooms tub towel towels chair salts mat water time oliver "
        "bun buns stone taps"
    ),
    "sale": words("price prices of proceeds agreement signs items ends"),
    "ash": words(
        "dieback tree trees wednesday trays content clouds cloud disposal ponds plantations"
    ),
    "hope": words("street church for that centre foundation project programme program fund house"),
    "enterprise": words(
        "zone zones partnership partnerships act bill fund funds agency centre centres park parks "
        "europe investment resource software hub hubs nation education solutions community "
        "communities products architecture week allowance m3 council rent-a-car strategy "
        "advisers adviser coordinator m3's ireland growth value"
    ),
    "commerce": words(
        "department secretary clause committee bank commission act graduates students minister"
    ),
    "industry": words(
        "standard standards strategy council partners leaders act bill body bodies day sector "
        "representatives training skills association 4.0 experts partnership experience panels "
        "groups associations boards"
    ),
    "independence": words("day referendum plan avenue hall party movement bill at square"),
    "mobile": words(
        "home homes phone phones data library libraries clinics clinic "
        "connectivity coverage broadband network networks crane units unit workers "
        "app apps devices technology source sources speed banking operator "
        "operators uk food computing payments health emissions "
        "infrastructure"
    ),
    "normal": words(
        "distribution school working hours operations people conditions trading "
        "course practice service growth"
    ),
    "orange": words(
        "line juice groves trees order route zone badge alerts alert bowl "
        "revolution peel squash lodge wednesdays book"
    ),
    "paradise": words("lost papers regained found"),
    "wells": words("fargo report turbines street drilled"),
    "hull": words("design cleaning plates fittings maintenance numbers trust insurance"),
    "settle": words("down in for matters disputes"),
    "march": words("madness budget hare hares past against for on edition quarter"),
    "hay": words("fever bales making group meadow meadows barn"),
    "derby": words("day winner winners hat matches match hats race games"),
    "ware": words("houses"),
    "bury": words("the"),
}
"""Words that make a set phrase with the word before them."""

MONTHS = r"(?:Jan|Febr?)(?:uary)?|April|May|June|July|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
MONTHS += r"Nov(?:ember)?|Dec(?:ember)?"
Sense = tuple[str, str, float, str]

SENSES: dict[str, tuple[Sense, ...]] = {
    "march": (
        (r"\d", "right", -8.0, "a date"),
        (r"(?<![\d.])\d{1,2}(?:st|nd|rd|th)?(?: of)?", "left", -6.0, "a date"),
        (rf"\b(?:{MONTHS}),?(?: (?:and|or|to|until|through))?", "left", -6.0, "another month"),
        (rf"(?:and |or |to |until |through |, ?|\u2013 ?|- ?)?(?:the end of )?(?:{MONTHS})\b",
         "right", -6.0, "another month"),
        (r"\b(?:since|until|by|during|before|after|early|late|mid|last|next|this|previous|every|"
         r"each|following)", "left", -3.0, "a time word before it"),
        (r"\b(?:end|beginning|middle|start|month|week|half|Ides) of", "left", -3.0, "a date"),
        (r"\bin", "left", -2.5, "usually the month"),
        (r"\b(?:town|people|residents|centre|parish|south|north|east|west|outskirts|edge) of",
         "left", 4.0, "town of"),
        (r"(?:railway |train )?station\b", "right", 1.0, "station behind it"),
    ),
    "reading": (
        (r"(?:and|,) (?:writing|maths|math|arithmetic|numeracy|mathematics|spelling|listening)\b",
         "right", -6.0, "a skill"),
        (r"\b(?:writing|maths|math|mathematics|numeracy|English|arithmetic|spelling|of|for|in)"
         r"(?: and|,)", "left", -3.0, "a skill"),
        (r"between the lines", "right", -6.0, "a set phrase"),
    ),
    "hope": (
        (r"\b(?:faith|Faith),?(?: and)?", "left", -5.0, "a virtue"),
        (r"\b(?:with|give|gives|of|for|bring|brings|offer|offers|in)", "left", -1.0, "a feeling"),
        (r"valley\b", "right", 4.0, "valley behind it"),
    ),
    "battle": ((r"of\b", "right", -5.0, "battle of"), (r"for\b", "right", -3.0, "battle for")),
    "sale": (
        (r"and leaseback", "right", -5.0, "a set phrase"),
        (r"\bfor", "left", -5.0, "for sale"),
        (r"\bon", "left", -4.0, "on sale"),
    ),
    "deal": ((r"\b[Bb]rexit", "left", -5.0, "a set phrase"), (r"with\b", "right", -4.0, "verb")),
    "commerce": (
        (r"\b(?:chambers?|Chambers?|department|Department|secretary|Secretary) of(?: \w+ and)?",
         "left", -5.0, "chamber of"),
        (r"\b(?:industry|Industry|trade|Trade) and", "left", -5.0, "a set phrase"),
        (r"(?:and|&) (?:industry|Industry|trade|Trade)\b", "right", -5.0, "a set phrase"),
        (r"(?:and|&) Labor\b", "right", -5.0, "a set phrase"),
    ),
    "industry": (
        (r"\b(?:trade|Trade|commerce|Commerce|energy|Energy|science|Science|business|Business|"
         r"British|of|academia|labour|labor)(?:,| and| &)", "left", -5.0, "a set phrase"),
        (r"\bConfederation of(?: \w+)?", "left", -5.0, "a set phrase"),
        (r"\b(?:to|with|from|for|by|of)", "left", -1.5, "the business world"),
        (r"(?:and|&) (?:commerce|Commerce|trade|Trade|science|academia|government|Trade)\b",
         "right", -5.0, "a set phrase"),
        (r"\bCity of", "left", 3.0, "city of"),
    ),
    "independence": (
        (r"\b(?:War|Declaration|war|declaration) of", "left", -6.0, "a set phrase"),
        (r"\b(?:for|of|from|with|to|their|its)", "left", -1.5, "a state of affairs"),
        (r"\b(?:dignity|choice|freedom|Choice|Dignity|Freedom),?(?: and)?", "left", -4.0, "care"),
        (r"(?:and|,) (?:dignity|choice|freedom|Choice|Dignity|wellbeing|Wellbeing)\b", "right",
         -5.0, "care"),
    ),
    "wells": (
        (r"\b(?:H\. ?G\.|Orson|Allan)", "left", -6.0, "a person's name"),
        (r"\b(?:Tunbridge|Builth|Llandrindod)", "left", -3.0, "part of a longer name"),
    ),
    "settle": ((r"(?:\u2013|-)\s*Carlisle", "right", 4.0, "the railway"),),
    "orange": (
        (r"\b(?:red|yellow|blue|green|black|white|Red|Yellow|Blue|Green)(?:,| and| or)", "left",
         -4.0, "a colour"),
        (r"(?:and|or|,) (?:red|yellow|blue|green|black|white)\b", "right", -4.0, "a colour"),
        (r"County\b", "right", 1.0, "county behind it"),
    ),
    "bath": ((r"(?:and|or) (?:shower|wash)", "right", -5.0, "a set phrase"),),
    "ash": ((r"(?:and|,|or) (?:oak|beech|elm|birch|Oak|Beech)", "right", -5.0, "a tree"),
            (r"\b(?:oak|Oak|beech|elm|birch|lime)(?:,| and| or)", "left", -5.0, "a tree")),
    "mobile": ((r"(?:and|or|,|/) (?:fixed|broadband|online|digital|landline)", "right", -5.0,
                "telephony"),
               (r"\b(?:fixed|broadband|desktop|landline|online)(?:,| and| or|/)", "left", -5.0,
                "telephony")),
    "rugby": ((r"(?:,|and|or) (?:football|cricket|hockey|tennis|netball|rowing)\b", "right", -5.0,
               "a sport"),
              (r"\b(?:football|cricket|hockey|tennis|netball|Football|Cricket)(?:,| and| or)",
               "left", -5.0, "a sport"),
              (r"\b(?:[Pp]lay|[Pp]laying|[Pp]layed|professional)", "left", -5.0, "a sport")),
    "derby": ((r"\b(?:Kentucky|Epsom|local|Merseyside|Manchester|Roller|roller|Soapbox|"
               r"demolition|the|The)", "left", -4.0, "a contest"),),
    "ware": ((r"\b(?:earthen|hard|soft|silver)", "left", -5.0, "goods"),),
}  # fmt: skip
"""Signs that hold for one word: (pattern, side, weight, reason)."""
