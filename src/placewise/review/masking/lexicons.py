"""Words that tell what kind of name stands beside them, in lower case."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


ROADS = words(
    "road street lane avenue drive boulevard way close crescent terrace place square row hill "
    "parkway highway freeway expressway motorway bypass roundabout interchange bridge alley "
    "gardens grove mews walk rise court circle junction gate turnpike trail path"
)
WATER = words(
    "river creek lake lakes reservoir canal brook bay estuary beck lough loch pond slough lagoon "
    "harbor harbour marsh marshes fen fens broad broads sea ocean strait channel drain dyke wash "
    "falls springs wetland wetlands aquifer navigation burn water"
)
SITES = words(
    "wood woods copse coppice common heath moor warren warrens meadow meadows beeches beechwoods"
)
"""Last words of woods and open land: ``Park Wood``."""
INSTITUTIONS = words(
    "university college school academy hospital infirmary museum library cathedral church abbey "
    "prison theatre theater gallery institute polytechnic conservatoire observatory laboratory "
    "laboratories stadium arena zoo airport station castle mosque synagogue temple priory minster "
    "campus clinic"
)
ORGANISATIONS = words(
    "council authority ltd limited plc llp inc corporation corp company group partnership trust "
    "board agency association commission committee department ministry chamber foundation society "
    "federation union bank consortium service services district bureau office club network forum "
    "enterprises holdings homes housing railway railroad constabulary police force taskforce "
    "parliament assembly executive powerhouse engine alliance hub catapult operator inspectorate"
)
LEADING_WATER = words("river lake loch lough")
LEADING_HILLS = words("mount mt cape isle")
INSTITUTION_OF = words(
    "university bank port bishop diocese department ministry school college church society "
    "institute royal house museum board county city borough town bay gulf isle"
)
BODIES_OF = words(
    "department ministry chamber chambers school secretary declaration war bureau board"
)
"""Words before ``of`` and a common word: ``chamber of commerce``."""

GENERIC = words(
    "local district county borough city town parish national regional north south east west "
    "central northern southern eastern western upper lower old new high main great little the "
    "inner outer of and for in on to a an at by with from or state federal combined unitary "
    "metropolitan planning policy development village centre center urban rural community "
    "public general primary secondary independent mid northeast northwest southeast southwest"
)
"""Words that make no name by themselves."""

TITLES = words(
    "mr mrs ms miss dr sir dame lord lady professor prof rev revd reverend councillor cllr mayor "
    "president senator governor supervisor councilmember commissioner captain general judge "
    "chief minister baroness chairman chairwoman chair king queen prince princess saint "
    "alderman congressman congresswoman chancellor"
)

GIVEN_NAMES = words(
    "james john robert michael william david richard joseph thomas charles christopher daniel "
    "matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george edward "
    "ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin "
    "scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry "
    "peter adam henry nathan douglas zachary kyle walter ethan jeremy harold keith christian "
    "roger noah gerald carl terry sean austin arthur lawrence jesse dylan bryan joe billy bruce "
    "albert willie gabriel logan alan juan wayne roy ralph randy eugene vincent russell elijah "
    "louis bobby philip johnny mary patricia jennifer linda elizabeth barbara susan jessica sarah "
    "karen lisa nancy betty margaret sandra ashley kimberly emily donna michelle carol amanda "
    "dorothy melissa deborah stephanie rebecca sharon laura cynthia kathleen amy angela shirley "
    "anna brenda pamela emma nicole helen samantha katherine christine debra rachel carolyn janet "
    "catherine maria heather diane ruth julie olivia joyce virginia kelly lauren christina joan "
    "evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann sara madison "
    "frances kathryn janice jean abigail alice julia judy sophia grace denise amber doris marilyn "
    "danielle beverly isabella theresa diana natalie brittany charlotte marie kayla alexis lori "
    "bob ed tom nigel ian graham colin trevor neil stuart simon martin oliver harry alfie leo "
    "fiona claire lucy gemma rosie ellie winston abraham aneurin rosa ulysses neville eleanor "
    "jim tim tony ben sam dan dave steve mike nick rob will fred ted ken ron jeremiah isaac "
    "florence agnes ada jane kate sally wendy gillian hilary ian stanley hugh duncan gordon angus"
)

LEFT_ALONE = words(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday i english british european american "
    "god christmas easter internet covid brexit latin spanish french german chinese asian african "
    "hispanic black white caucasian mr mrs ms dr cllr ramsar natura furthermore moreover "
    "referendum kingdom whilst hereafter thereby henceforth notwithstanding"
)
"""Capitalised words that name no place, organisation or person of a place."""

GENERAL_ACRONYMS = words(
    "GVA GDP SME SMEs R&D AI ICT IT STEM HGV UK EU US USA NVQ GCSE SIC NAICS CO2 PDF HTML ID OK "
    "TV AM PM HR CV FTE LQ COVID VAT FAQ CEO GIS LED EV EVs GHG MW KW HMO LGV B2B FDI SWOT KPI "
    "KPIs NEET NEETs BAME DIY GP GPs II III IV VI VII VIII IX XI XII "
    "NPPF NPPG PPG PPS SSSI SSSIs SAC SACs SPA SPAs AONB AONBs SANG SANGs SuDS SUDS BNG LPA LPAs "
    "SPD SPDs DPD DPDs CIL EIA SEA HRA TPO TPOs NSIP NSIPs SFRA SHLAA SHMA HELAA HEDNA GTAA EPC "
    "BREEAM AMR LEP LEPs S106 S278 NNR LNR"
)
"""Acronyms of ordinary prose and of planning law, in their own case: no place's own."""

NATIONAL_BODIES = (
    "Arts Council", "Bank of England", "British Business Bank", "Canal & River Trust",
    "Canal and River Trust", "Care Quality Commission", "Citizens Advice",
    "Civil Aviation Authority", "Committee on Climate Change", "Competition and Markets Authority",
    "Country Land and Business Association", "Crown Estate", "Design Council", "English Heritage",
    "Environment Agency",
    "Federation of Small Businesses", "Fields in Trust", "Great British Energy",
    "Great British Railways", "Health and Safety Executive", "Highways Agency", "Highways England",
    "Historic England", "Home Builders Federation", "Housing Corporation",
    "Homes and Communities Agency", "Homes England",
    "Land Registry", "Marine Management Organisation", "Met Office", "Migration Advisory Committee",
    "National Energy System Operator", "National Farmers Union",
    "National Farmers' Union", "National Grid", "National Health Service", "National Highways",
    "National Housing Federation", "National Infrastructure Commission", "National Trust",
    "Natural England", "Network Rail", "Office for National Statistics", "Ordnance Survey",
    "Planning Advisory Service", "Planning Inspectorate", "Royal Mail", "Sport England",
    "Town and Country Planning Association", "UK Power Networks", "Woodland Trust",
    "World Bank", "World Health Organisation", "World Health Organization",
)  # fmt: skip
"""Organisations of a whole country whose names consist of words that prose or maps know."""
