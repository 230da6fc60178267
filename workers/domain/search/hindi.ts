/** What people write in Devanagari, and the English words of the catalogue. A word may be two: 'घड़ी' is a 'wrist watch'. */
const TABLE = `
  साड़ी=saree साड़ियां=saree साड़ियाँ=saree कुर्ता=kurta कुर्ते=kurta कुरता=kurta कुर्ती=kurti कुर्तियां=kurti कमीज=shirt शर्ट=shirt
  टीशर्ट=tshirt पैंट=pant पतलून=trouser जींस=jeans सलवार=salwar सूट=suit लहंगा=lehenga दुपट्टा=dupatta चुनरी=dupatta शेरवानी=sherwani
  पजामा=pyjama पायजामा=pyjama धोती=dhoti लुंगी=lungi ब्लाउज=blouse ड्रेस=dress टॉप=top जैकेट=jacket कोट=coat स्वेटर=sweater
  शॉल=shawl शाल=shawl टोपी=cap मोजे=sock मोजा=sock कपड़े=clothing कपड़ा=fabric बेल्ट=belt पर्स=purse बटुआ=wallet रुमाल=handkerchief
  जूते=shoe जूता=shoe जूतों=shoe चप्पल=slipper चप्पलें=slipper सैंडल=sandal जूती=jutti मोजरी=mojari
  झुमका=jhumka झुमके=jhumka बाली=earring बालियां=earring अंगूठी=ring हार=necklace माला=necklace चूड़ी=bangle चूड़ियां=bangle कंगन=bangle
  पायल=anklet बिंदी=bindi मंगलसूत्र=mangalsutra गहने=jewellery आभूषण=jewellery सोना=gold चांदी=silver सोने=gold घड़ी=watch
  घड़ियां=watch चश्मा=sunglass थैला=bag झोला=bag बैग=bag बस्ता=backpack
  चादर=bedsheet तकिया=pillow रजाई=quilt कंबल=blanket पर्दा=curtain पर्दे=curtain परदे=curtain तौलिया=towel गद्दा=mattress दरी=rug
  कालीन=carpet कुर्सी=chair मेज=table मेज़=table पलंग=bed सोफा=sofa अलमारी=wardrobe दीया=diya दीपक=diya मोमबत्ती=candle बल्ब=bulb
  लाइट=light पंखा=fan दर्पण=mirror शीशा=mirror ताला=lock झाड़ू=broom बाल्टी=bucket
  बर्तन=cookware कढ़ाई=kadhai तवा=tawa कुकर=cooker चाकू=knife चम्मच=spoon थाली=plate कप=cup मग=mug गिलास=glass बोतल=bottle
  डिब्बा=container चूल्हा=stove
  मोबाइल=mobile फोन=phone फ़ोन=phone लैपटॉप=laptop कंप्यूटर=computer टीवी=tv कैमरा=camera हेडफोन=headphone चार्जर=charger
  पेनड्राइव=pendrive कवर=cover
  आटा=atta चावल=rice दाल=dal तेल=oil चीनी=sugar नमक=salt मसाला=masala चाय=tea दूध=milk घी=ghee शहद=honey मिठाई=sweet
  साबुन=soap शैम्पू=shampoo क्रीम=cream इत्र=perfume काजल=kajal लिपस्टिक=lipstick मेहंदी=mehndi
  किताब=book किताबें=book पुस्तक=book कलम=pen कॉपी=notebook खिलौना=toy खिलौने=toy गुड़िया=doll गेंद=ball साइकिल=bicycle राखी=rakhi
  लाल=red नीला=blue नीली=blue हरा=green हरी=green काला=black काली=black काले=black सफेद=white सफ़ेद=white पीला=yellow पीली=yellow
  गुलाबी=pink बैंगनी=purple भूरा=brown सुनहरा=gold नारंगी=orange
  सूती=cotton रेशमी=silk रेशम=silk ऊनी=woollen चमड़ा=leather चमड़े=leather लकड़ी=wooden स्टील=steel
  पुरुष=men पुरुषों=men आदमी=men महिला=women महिलाओं=women औरत=women लड़का=boy लड़के=boy लड़कों=boy लड़की=girl लड़कियों=girl
  बच्चा=kid बच्चे=kid बच्चों=kid शिशु=baby नया=new सस्ता=cheap
`;

/** 'के लिए', 'का', 'वाली': what stands between the words that tell something. */
export const HINDI_FILLERS: ReadonlySet<string> = new Set(
  ['के', 'का', 'की', 'को', 'में', 'से', 'लिए', 'लिये', 'और', 'या', 'वाला', 'वाली', 'वाले', 'एक', 'पर', 'ने'].map(plain),
);

export const HINDI: ReadonlyMap<string, string> = new Map(
  TABLE.trim()
    .split(/\s+/)
    .map((entry) => entry.split('=') as [string, string])
    .map(([hindi, english]) => [plain(hindi), english] as const),
);

/** Without the dot below a letter and with one sign for every nasal: people leave out the one and mix up the other. */
export function plain(word: string): string {
  return word
    .normalize('NFD')
    .replace(/\u093c/g, '')
    .replace(/\u0901/g, '\u0902')
    .normalize('NFC');
}
