import { type Family, products } from '../family.ts';

const ONE_YEAR = { Warranty: { Cover: '1 year, service at the door in 400 cities' } };

export const MOBILES_AND_AUDIO: readonly Family[] = [
  {
    category: 'mobile-phones',
    glyph: '1f4f1',
    weightGrams: 420,
    specGroup: 'Display and memory',
    commonSpecs: {
      ...ONE_YEAR,
      Network: { SIM: 'Dual nano SIM', Bands: '5G NSA and SA' },
      'In the box': { Contents: 'Phone, cable, SIM tool, case' },
    },
    sentences: [
      'Three years of system updates are promised, five of security patches.',
      'The speaker is loud enough for a kitchen with a mixer in it.',
      'It charges to half while you bathe and dress.',
      'No advertisements in the system, and nothing you cannot remove.',
      'Night photographs keep the night in them.',
      'The vibration motor is a good one, which you notice with every letter you type.',
    ],
    products: products(`
      Voltara | V12 5G | 15999/19999 | colour: Indigo, Black, Mint; storage: 128 GB, 256 GB +2000 | RAM=8 GB; Screen size=6.6 inch; Battery=5000 mAh; Camera=50 MP | The sensible middle: a bright 120 Hz screen, two days of battery and no gimmicks.
      Voltara | V12 Pro 5G | 23999/29999 | colour: Navy, Silver; storage: 128 GB, 256 GB +2500, 512 GB +6500 | RAM=12 GB; Screen size=6.7 inch; Battery=5200 mAh; Camera=64 MP OIS | Adds a stabilised camera and 80 W charging to what people liked about the V12.
      Voltara | Lite 3 4G | 7499/9999 | colour: Indigo, Black; storage: 64 GB, 128 GB +1000 | RAM=4 GB; Screen size=6.5 inch; Battery=5000 mAh; Camera=13 MP | A dependable first smartphone with a headphone jack and a card slot.
      Aakash One | Nova Fold | 79999/99999 | colour: Black, Silver; storage: 256 GB, 512 GB +9000 | RAM=16 GB; Screen size=7.8 inch; Battery=4600 mAh; Camera=50 MP | Opens like a book to a tablet with a crease that you stop seeing on the second day.
      Aakash One | Sky 7 5G | 31999/37999 | colour: Mint, Silver; storage: 256 GB, 512 GB +4000 | RAM=12 GB; Screen size=6.4 inch; Battery=4700 mAh; Camera=50 MP | A flagship chip in a phone that still fits one hand.
      Aakash One | Sky 7 Ultra 5G | 54999/64999 | colour: Black; storage: 256 GB, 512 GB +5000 | RAM=16 GB; Screen size=6.8 inch; Battery=5500 mAh; Camera=200 MP | A periscope lens that reads a bus number from the other end of the street.
      Zenphi | Note G 5G | 11999/14999 | colour: Navy, Indigo, Black; storage: 128 GB, 256 GB +1500 | RAM=6 GB; Screen size=6.7 inch; Battery=6000 mAh; Camera=48 MP | A six-thousand battery and a large screen for trains, classes and cricket.
      Zenphi | Mini Compact 5G | 18999/22999 | colour: Black, Silver; storage: 128 GB, 256 GB +2000 | RAM=8 GB; Screen size=5.8 inch; Battery=4200 mAh; Camera=50 MP | Small on purpose, without being slow on purpose.
      Zenphi | Rugged X | 21999/26999 | colour: Silver, Black; storage: 128 GB | RAM=8 GB; Screen size=6.5 inch; Battery=8000 mAh; Camera=48 MP | Dust, water, two metres of fall onto concrete, and a torch like a headlamp.
    `),
  },
  {
    category: 'headphones',
    glyph: '1f3a7',
    weightGrams: 320,
    specGroup: 'Sound',
    commonSpecs: ONE_YEAR,
    sentences: [
      'Ear cushions come off and can be bought again.',
      'Two devices stay connected at the same time.',
      'The case is no larger than it needs to be.',
      'Calls sound like a room, not like a tunnel.',
      'A ten-minute charge gives an evening of music.',
    ],
    products: products(`
      Dhwani Audio | Raag 500 Wireless Headphones | 2499/4999 | Black, White | Connectivity=Bluetooth 5.4; Battery=50 h; Driver=40 mm | Warm, unhurried sound that lets a tanpura be a tanpura.
      Dhwani Audio | Raag 900 Noise Cancelling Headphones | 6999/12999 | White, Black | Connectivity=Bluetooth 5.4; Battery=38 h; Driver=40 mm | Takes away the aeroplane and leaves the announcement.
      Dhwani Audio | Studio 70 Monitor Headphones | 3999/5999 | Black | Connectivity=Wired 3.5 mm; Impedance=70 ohm; Driver=45 mm | Flat and truthful, with a coiled cable for people who mix.
      Boomerang | Bass Punch Headphones | 1299/2999 | Black | Connectivity=Bluetooth 5.3; Battery=60 h; Driver=40 mm | A great deal of bass and sixty hours of it.
      Boomerang | GameOn RGB Headset | 1799/3999 | Black | Connectivity=USB; Microphone=Detachable; Driver=50 mm | Footsteps come from where they are, and the microphone unplugs when you eat.
      Chotu Planet | Safe Volume Kids Headphones | 899/1799 | White | Connectivity=Wired 3.5 mm; Limit=85 dB; Driver=30 mm | Never louder than 85 decibels, whatever the child finds out.
    `),
  },
  {
    category: 'speakers',
    glyph: '1f50a',
    weightGrams: 900,
    specGroup: 'Sound',
    commonSpecs: ONE_YEAR,
    sentences: [
      'Two of them pair to a stereo.',
      'A microphone inside takes calls across a table.',
      'Rain and spilled chai are no concern.',
      'It goes loud without going shrill.',
    ],
    products: products(`
      Boomerang | Pocket Pod Bluetooth Speaker | 999/1999 | Blue, Black | Connectivity=Bluetooth 5.3; Power=8 W; Battery=12 h | A speaker the size of an orange that surprises people.
      Boomerang | Street Party Speaker | 5999/11999 | =Black | Connectivity=Bluetooth 5.3; Power=100 W; Battery=10 h | One hundred watts, two microphones and lights for the society terrace.
      Dhwani Audio | Baithak Bookshelf Speakers | 8999/14999 | =Black | Connectivity=Bluetooth and wired; Power=60 W; Driver=5 inch | A pair in real veneer that fills a drawing room at a conversational volume.
      Dhwani Audio | Theatre 2.1 Soundbar | 7499/15999 | =Blue | Connectivity=HDMI ARC and Bluetooth; Power=160 W; Driver=Subwoofer 6.5 inch | Dialogues step forward and explosions stay in the subwoofer.
    `),
  },
  {
    category: 'power-banks-and-chargers',
    glyph: '1f50b',
    weightGrams: 300,
    specGroup: 'Power',
    commonSpecs: { Warranty: { Cover: '6 months' }, Safety: { Certificate: 'BIS registered' } },
    sentences: [
      'Small enough for hand luggage rules.',
      'It keeps charging while it is being charged.',
      'Four lights say how much is left, and mean it.',
    ],
    products: products(`
      Urjaa | Slim 10000 Power Bank | 899/1999 | Green | Capacity=10000 mAh; Output=22.5 W | Two phone charges in the size of a phone.
      Urjaa | Giga 20000 Power Bank | 1599/3499 | Green | Capacity=20000 mAh; Output=65 W | Runs a laptop through a power cut and a phone through a week.
      Urjaa | Magnetic 5000 Power Bank | 1299/2499 | Green | Capacity=5000 mAh; Output=15 W wireless | Clicks to the back of the phone and leaves the port free.
      Urjaa | Rechargeable AA Cells, Pack of 8 | 999/1799 | - | Capacity=2600 mAh; Pack size=8 | Low self-discharge cells for clocks, toys and remotes that you stop replacing.
    `),
  },
  {
    category: 'power-banks-and-chargers',
    glyph: '1f50c',
    hsn: '8504',
    weightGrams: 180,
    specGroup: 'Power',
    commonSpecs: { Warranty: { Cover: '1 year' }, Safety: { Certificate: 'BIS certified' } },
    sentences: [
      'It stays cool under a pillow, though it should not be there.',
      'Built for 180 to 300 volts, because the mains is what it is.',
    ],
    products: products(`
      Urjaa | 65 W GaN Wall Charger | 1499/2999 | Black, White | Output=65 W; Ports=2 USB-C, 1 USB-A | One charger for the laptop, the phone and the friend who forgot theirs.
      Voltara | 33 W Fast Charger with Cable | 699/1499 | =White | Output=33 W; Ports=1 USB-C | The charger that should have been in the box.
      Bijlee | Six-Socket Surge Protector | 799/1599 | =Black | Output=2500 W; Ports=6 sockets, 2 USB | Sockets far enough apart for fat adapters, and a fuse you can reset.
    `),
  },
  {
    category: 'microphones',
    glyph: '1f3a4',
    weightGrams: 350,
    specGroup: 'Sound',
    commonSpecs: ONE_YEAR,
    sentences: [
      'The grille unscrews for cleaning.',
      'Handling noise stays in the hand.',
      'Plug it in and it is ready: no driver.',
    ],
    products: products(`
      Dhwani Audio | Manch Dynamic Vocal Microphone | 1499/2999 | =Purple | Connectivity=XLR; Pattern=Cardioid | Built for stages, weddings and the uncle who holds it too close.
      Dhwani Audio | Podcast USB Microphone | 3499/5999 | Grey, Purple | Connectivity=USB-C; Pattern=Cardioid | A desk microphone with a mute key that lights up when it matters.
      Boomerang | Wireless Karaoke Mic | 999/1999 | Grey, Purple | Connectivity=Bluetooth 5.0; Battery=6 h | A speaker, an echo knob and courage, in one handle.
    `),
  },
];
