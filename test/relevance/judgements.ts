import { all, any, brand, colour, type Judgement, not, title, under } from './rules.ts';

const women = any(title('women|woman|ladies'), under('womens-fashion', 'womens-footwear'));
const men = any(title('men|mens|gents'), under('mens-fashion', 'mens-footwear'));
const girls = any(title('girl'), under('girls-wear', 'baby-girls', 'for-girls'));
const boys = any(title('boy'), under('boys-wear', 'baby-boys', 'for-boys'));
const watches = under('wrist-watches');
const footwear = under('footwear');
const tshirt = title('t-shirt|tshirt|t shirt'.replace('t shirt', 't\\sshirt'));

/**
 * What people ask for, and what a shop assistant would show them. Written down from the listings, not from what the
 * search finds: each rule is applied to all of them, so that whatever was missed counts.
 */
export const JUDGEMENTS: readonly Judgement[] = [
  {
    group: 'one word',
    query: 'saree',
    perfect: any(title('saree|sari'), under('sarees')),
    fair: under('blouse-material'),
  },
  { group: 'one word', query: 'watch', perfect: all(title('watch'), watches), good: watches, fair: title('watch') },
  { group: 'one word', query: 'ring', perfect: all(title('ring'), under('rings')), good: under('rings') },
  { group: 'one word', query: 'curtain', perfect: all(title('curtain'), under('curtains')), good: under('curtains') },
  {
    group: 'one word',
    query: 'sofa',
    perfect: any(under('sofas-sectionals'), title('sofa')),
    fair: under('living-room'),
  },
  { group: 'one word', query: 'sunglasses', perfect: any(title('sunglasses'), under('sunglasses')) },
  {
    group: 'one word',
    query: 'jeans',
    perfect: all(title('jean'), any(under('mens-jeans', 'womens-fashion-jeans', 'boys-wear-jeans'), title('jean'))),
  },
  { group: 'one word', query: 'lipstick', perfect: any(title('lipstick'), under('lipsticks')) },

  {
    group: 'plural',
    query: 'kurtas',
    perfect: all(title('kurta'), under('womens-fashion', 'mens-fashion', 'kids-fashion')),
    good: title('kurta'),
  },
  {
    group: 'plural',
    query: 'necklaces',
    perfect: all(title('necklace'), under('necklaces')),
    good: any(under('necklaces'), title('necklace')),
  },
  {
    group: 'plural',
    query: 'wall clocks',
    perfect: all(title('wall clock'), under('wall-clocks')),
    good: under('wall-clocks'),
  },
  {
    group: 'plural',
    query: 'batteries',
    perfect: any(all(title('battery|batteries')), under('computers-and-gaming-batteries')),
  },
  {
    group: 'plural',
    query: 'dresses',
    perfect: all(title('dress'), under('womens-fashion-dresses', 'dresses', 'health-and-baby-dresses')),
    good: title('dress'),
  },
  { group: 'plural', query: 'wallets', perfect: title('wallet'), good: under('wallets') },
  { group: 'plural', query: 'knives', perfect: title('knife|knive') },
  {
    group: 'plural',
    query: 'shoes for women',
    perfect: all(
      women,
      footwear,
      any(title('shoe|sneaker|loafer|boot'), under('casual-shoes', 'boots', 'loafers', 'sports-shoes')),
    ),
    good: all(women, footwear),
  },

  {
    group: 'several words',
    query: 'cotton saree',
    perfect: all(title('cotton'), any(title('saree|sari'), under('sarees'))),
    good: any(title('saree|sari'), under('sarees')),
  },
  {
    group: 'several words',
    query: 'laptop bag',
    perfect: title('laptop (?:bag|backpack|sleeve)'.replace(' ', '\\s')),
    good: any(all(title('laptop'), under('bags-and-luggage')), title('laptop bag')),
    fair: under('backpacks'),
  },
  {
    group: 'several words',
    query: 'coffee mug',
    perfect: all(title('mug'), under('coffee-mugs')),
    good: any(title('mug'), under('coffee-mugs')),
  },
  {
    group: 'several words',
    query: 'bath towel',
    perfect: all(title('bath towel')),
    good: any(title('towel'), under('towels')),
  },
  {
    group: 'several words',
    query: 'wireless router',
    perfect: all(title('wireless|wifi|wi-fi'), any(title('router'), under('routers'))),
    good: any(title('router'), under('routers')),
  },
  {
    group: 'several words',
    query: 'men formal shirt',
    perfect: all(men, title('formal'), title('shirt'), under('formal-shirts')),
    good: all(men, any(under('formal-shirts', 'mens-shirts'))),
  },
  {
    group: 'several words',
    query: 'baby girl dress',
    perfect: all(
      title('dress'),
      any(title('baby girl'), under('baby-girls', 'infants-wear', 'girls-wear', 'infant-wear')),
      girls,
    ),
    good: all(girls, any(title('dress'), under('dresses', 'dresses-skirts', 'health-and-baby-dresses'))),
    fair: all(title('dress'), under('kids-fashion', 'infant-wear')),
  },
  {
    group: 'several words',
    query: 'car seat cover',
    perfect: all(title('car seat cover'), under('automotive')),
    good: all(title('seat cover')),
  },
  { group: 'several words', query: 'hair dryer', perfect: all(title('hair dryer')), good: under('hair-dryers') },
  {
    group: 'several words',
    query: 'double bed blanket',
    perfect: all(title('double'), any(title('blanket|quilt|comforter'), under('blankets-quilts-dohars'))),
    good: under('blankets-quilts-dohars'),
  },
  {
    group: 'several words',
    query: 'gold plated bangles',
    perfect: all(title('bangle'), any(title('gold|plated'))),
    good: under('bangles'),
  },
  {
    group: 'several words',
    query: 'women ballerinas',
    perfect: all(women, any(under('ballerinas'), title('ballerina|bellies'))),
    good: all(women, under('flats')),
  },
  {
    group: 'several words',
    query: 'silver pendant',
    perfect: all(title('silver'), any(title('pendant'), under('pendants-lockets'))),
    good: any(title('pendant'), under('pendants-lockets')),
  },
  {
    group: 'several words',
    query: 'analog watch for girls',
    perfect: all(watches, title('analog watch'), any(girls, title('girl'))),
    good: all(watches, any(women, title('women'))),
    fair: watches,
  },
  {
    group: 'several words',
    query: 'water bottle',
    perfect: all(title('bottle'), any(under('bottles-sippers', 'water-bottle'), title('water'))),
    good: under('bottles-sippers'),
  },

  {
    group: 'brand',
    query: 'nike shoes',
    perfect: all(brand('Nike'), footwear),
    good: brand('Nike'),
    fair: all(footwear, title('shoe')),
  },
  { group: 'brand', query: 'maxima watches', perfect: all(brand('Maxima'), watches), fair: watches },
  {
    group: 'brand',
    query: 'raymond shirt',
    perfect: all(brand('Raymond'), title('shirt'), not(tshirt)),
    good: brand('Raymond'),
  },
  {
    group: 'brand',
    query: 'sonata watch for men',
    perfect: all(brand('Sonata'), watches, title('men')),
    good: all(brand('Sonata'), watches),
    fair: watches,
  },
  {
    group: 'brand',
    query: 'voylla bracelet',
    perfect: all(brand('Voylla'), any(title('bracelet'), under('bracelets'))),
    good: brand('Voylla'),
  },
  {
    group: 'brand',
    query: 'clovia bra',
    perfect: all(brand('Clovia'), any(title('bra'), under('bras'))),
    good: brand('Clovia'),
    fair: under('bras'),
  },
  {
    group: 'brand',
    query: 'denver deodorant',
    perfect: all(brand('Denver'), any(title('deo|deodorant|spray'), under('deodorants'))),
    good: brand('Denver'),
    fair: under('deodorants'),
  },
  {
    group: 'brand',
    query: 'durian sofa',
    perfect: all(brand('Durian'), any(title('sofa'), under('sofas-sectionals'))),
    good: any(brand('Durian'), under('sofas-sectionals')),
  },
  {
    group: 'brand',
    query: 'disney school bag',
    perfect: all(brand('Disney'), any(title('bag|backpack'), under('school-bags'))),
    good: any(brand('Disney'), under('school-bags'), title('school bag|backpack')),
  },
  {
    group: 'brand',
    query: 'philips trimmer',
    perfect: all(title('philips'), any(title('trimmer|shaver'), under('trimmers'))),
    good: any(brand('Philips'), under('trimmers')),
  },

  {
    group: 'attribute',
    query: 'red saree',
    perfect: all(any(title('red'), colour('Red')), any(title('saree|sari'), under('sarees'))),
    good: any(title('saree|sari'), under('sarees')),
  },
  {
    group: 'attribute',
    query: 'black leather belt',
    perfect: all(title('belt'), any(title('black'), colour('Black')), title('leather')),
    good: title('belt'),
    fair: under('belts'),
  },
  {
    group: 'attribute',
    query: 'blue jeans men',
    perfect: all(men, any(title('blue'), colour('Blue')), any(title('jean'), under('mens-jeans'))),
    good: all(men, any(title('jean'), under('mens-jeans'))),
  },
  {
    group: 'attribute',
    query: 'pink baby blanket',
    perfect: all(
      any(title('pink'), colour('Pink')),
      any(all(title('baby|kid|infant|crib'), title('blanket|quilt|comforter')), under('baby-blankets')),
    ),
    good: any(under('baby-blankets'), all(any(title('pink'), colour('Pink')), title('blanket'))),
    fair: under('blankets-quilts-dohars', 'baby-bedding'),
  },
  {
    group: 'attribute',
    query: 'wooden showpiece',
    perfect: all(title('wooden|wood'), any(title('showpiece'), under('showpieces'))),
    good: any(under('showpieces'), title('showpiece')),
  },
  {
    group: 'attribute',
    query: 'full sleeve sweatshirt',
    perfect: all(title('full sleeve'), title('sweatshirt')),
    good: any(title('sweatshirt'), under('sweatshirts')),
  },
  {
    group: 'attribute',
    query: 'white cotton bra',
    perfect: all(any(title('bra'), under('bras')), any(title('white'), colour('White'))),
    good: any(title('bra'), under('bras')),
  },
  {
    group: 'attribute',
    query: 'round neck t shirt for boys',
    perfect: all(boys, tshirt, title('round neck')),
    good: all(
      boys,
      any(tshirt, under('polos-t-shirts', 'kids-fashion-polos-t-shirts', 'health-and-baby-polos-t-shirts')),
    ),
    fair: tshirt,
  },

  {
    group: 'units',
    query: '16 gb pen drive',
    perfect: all(title('16'), title('gb|16gb|16\\sgb'), title('pen drive|pendrive'.replace(' ', '\\s'))),
    good: title('pendrive|pen\\sdrive'),
  },
  {
    group: 'units',
    query: '16gb pendrive',
    perfect: all(title('16\\s?gb'), title('pendrive|pen\\sdrive')),
    good: title('pendrive|pen\\sdrive'),
  },
  {
    group: 'units',
    query: '18 k gold ring',
    perfect: all(title('18\\s?k'), title('ring'), under('rings')),
    good: under('rings'),
  },
  {
    group: 'units',
    query: '500 ml bottle',
    perfect: all(title('500\\s?ml'), any(title('bottle|sipper'), under('bottles-sippers'))),
    good: any(title('bottle'), under('bottles-sippers')),
  },
  {
    group: 'units',
    query: '300mbps router',
    perfect: all(title('300\\s?mbps'), any(title('router'), under('routers', 'network-components'))),
    good: under('routers'),
  },
  {
    group: 'units',
    query: '15 inch laptop skin',
    perfect: all(title('15(?:\\.\\d)?(?:\\s?inch)?'), title('laptop'), title('skin|decal')),
    good: all(title('laptop'), title('skin|decal')),
  },

  { group: 'misspelt', query: 'neklace', perfect: any(title('necklace'), under('necklaces')) },
  { group: 'misspelt', query: 'braclet', perfect: any(title('bracelet'), under('bracelets')) },
  {
    group: 'misspelt',
    query: 'shrit for men',
    perfect: all(men, title('shirt'), not(tshirt)),
    good: all(men, title('shirt|t-shirt')),
  },
  { group: 'misspelt', query: 'sunglases', perfect: any(title('sunglasses'), under('sunglasses')) },
  {
    group: 'misspelt',
    query: 'sandels for girls',
    perfect: all(title('sandal'), girls),
    good: all(title('sandal'), footwear),
    fair: under('sandals-floaters', 'flats', 'heels'),
  },
  { group: 'misspelt', query: 'deodrant', perfect: any(title('deodorant|deo'), under('deodorants')) },
  {
    group: 'misspelt',
    query: 'leggins for women',
    perfect: all(women, any(title('legging'), under('womens-fashion-leggings-jeggings', 'leggings-jeggings-5ic0kg'))),
  },
  {
    group: 'misspelt',
    query: 'blankat',
    perfect: any(title('blanket'), under('blankets-quilts-dohars', 'baby-blankets')),
  },
  { group: 'misspelt', query: 'kurtha', perfect: title('kurta'), good: title('kurti') },
  {
    group: 'misspelt',
    query: 'wal stiker',
    perfect: all(title('wall|vinyl|pvc'), title('sticker|decal')),
    good: any(under('wall-decals-stickers'), title('sticker')),
  },
  {
    group: 'misspelt',
    query: 'headfone',
    perfect: any(title('headphone|headset|earphone'), under('headphones', 'headphones-with-mic')),
  },

  { group: 'joined', query: 'tshirt', perfect: all(tshirt) },
  {
    group: 'joined',
    query: 't shirt women',
    perfect: all(women, any(tshirt, under('womens-fashion-polos-t-shirts'))),
    good: all(tshirt, not(men)),
  },
  { group: 'joined', query: 'bed sheet', perfect: any(title('bedsheet|bed\\ssheet'), under('bedsheets')) },
  { group: 'joined', query: 'mousepad', perfect: any(title('mousepad|mouse\\spad'), under('mouse-pads')) },
  {
    group: 'joined',
    query: 'sunshade car',
    perfect: all(title('sun\\sshade|sunshade'), under('automotive')),
    good: under('car-sun-shades'),
  },
  {
    group: 'joined',
    query: 'hand bags',
    perfect: all(title('hand-held\\sbag|handbag|hand\\sbag|hobo|tote|shoulder\\sbag'), under('handbags')),
    good: under('handbags'),
  },

  {
    group: 'synonym',
    query: 'chappal',
    perfect: any(title('slipper|flip\\sflop|chappal'), under('slippers-flip-flops', 'for-boys-slippers-flip-flops')),
    good: title('sandal|floater'),
  },
  {
    group: 'synonym',
    query: 'phone case',
    perfect: all(title('cover|case'), under('mobiles-and-audio')),
    good: under('cases-covers', 'mobile-pouches'),
  },
  {
    group: 'synonym',
    query: 'nighty',
    perfect: any(title('nighty|night\\sdress'), under('night-dresses-nighties')),
    good: title('night\\ssuit'),
  },
  { group: 'synonym', query: 'wall decal', perfect: any(title('sticker|decal'), under('wall-decals-stickers')) },
  { group: 'synonym', query: 'goggles', perfect: any(title('goggle'), title('sunglasses'), under('sunglasses')) },
  {
    group: 'synonym',
    query: 'trousers for men',
    perfect: all(men, any(title('trouser'), under('trousers'))),
    good: all(men, title('pant|jeans')),
  },

  { group: 'hindi', query: 'साड़ी', perfect: any(title('saree|sari'), under('sarees')) },
  {
    group: 'hindi',
    query: 'लाल साड़ी',
    perfect: all(any(title('red'), colour('Red')), any(title('saree|sari'), under('sarees'))),
    good: any(title('saree|sari'), under('sarees')),
  },
  {
    group: 'hindi',
    query: 'महिलाओं के जूते',
    perfect: all(women, footwear, any(title('shoe|sneaker|loafer|boot'), under('casual-shoes', 'boots', 'loafers'))),
    good: all(women, footwear),
  },
  { group: 'hindi', query: 'घड़ी', perfect: all(title('watch'), watches), good: any(watches, under('wall-clocks')) },
  {
    group: 'hindi',
    query: 'बच्चों के खिलौने',
    perfect: all(under('toys-and-games'), not(under('toys-and-games-school-supplies'))),
    good: title('toy'),
    fair: under('kids-fashion', 'baby-care'),
  },
  { group: 'hindi', query: 'पर्दा', perfect: any(title('curtain'), under('curtains')) },
  { group: 'hindi', query: 'ladies kurti', perfect: all(women, title('kurti')), good: all(women, title('kurta')) },
  { group: 'hindi', query: 'सूती कुर्ता', perfect: all(title('kurta'), title('cotton')), good: title('kurta|kurti') },
];
