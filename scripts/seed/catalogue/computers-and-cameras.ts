import { type Family, products } from '../family.ts';

const ONE_YEAR = { Warranty: { Cover: '1 year on site' } };

export const COMPUTERS_AND_CAMERAS: readonly Family[] = [
  {
    category: 'laptops',
    glyph: '1f4bb',
    weightGrams: 2400,
    specGroup: 'Performance',
    commonSpecs: { ...ONE_YEAR, 'In the box': { Contents: 'Laptop, charger, guide' } },
    sentences: [
      'The hinge opens with one finger and the lid stays where you leave it.',
      'Memory and disk can be upgraded by the owner: six screws.',
      'The keyboard is lit and survives a spilled glass of water.',
      'Ten hours of writing, or one long film and two meetings.',
      'The web camera has a shutter.',
    ],
    products: products(`
      Kalam | Book 14 Laptop | 42999/54999 | colour: Silver, Black; ram: 8 GB, 16 GB +4000 | Storage=512 GB SSD; Screen size=14 inch; Processor=6-core; Weight=1.38 kg | A metal laptop for students that is lighter than the books it replaces.
      Kalam | Book 16 Creator Laptop | 84999/104999 | colour: Silver; ram: 16 GB, 32 GB +9000 | Storage=1 TB SSD; Screen size=16 inch; Processor=12-core; Weight=1.9 kg | A colour-true OLED panel and a graphics chip that renders while you sleep.
      Kalam | Lite 15 Laptop | 31999/39999 | colour: Silver, Black; ram: 8 GB | Storage=256 GB SSD; Screen size=15.6 inch; Processor=4-core; Weight=1.7 kg | Accounts, classes and video calls without waiting.
      Trishul | Warrior 15 Gaming Laptop | 72999/94999 | colour: Black; ram: 16 GB, 32 GB +7500 | Storage=1 TB SSD; Screen size=15.6 inch; Processor=8-core; Weight=2.3 kg | One hundred and sixty-five frames a second and a fan that knows when to be quiet.
      Trishul | Feather 13 Ultrabook | 66999/79999 | colour: Silver; ram: 16 GB | Storage=512 GB SSD; Screen size=13.3 inch; Processor=8-core; Weight=0.99 kg | Under a kilogram, with a day and a half of battery.
    `),
  },
  {
    category: 'monitors',
    glyph: '1f5a5-fe0f',
    weightGrams: 5200,
    specGroup: 'Display',
    commonSpecs: { Warranty: { Cover: '3 years' }, 'In the box': { Contents: 'Monitor, stand, HDMI cable' } },
    sentences: [
      'The stand lifts, tilts and turns.',
      'No flicker at any brightness.',
      'Calibrated at the factory, with the sheet in the box.',
    ],
    products: products(`
      Kalam | View 24 IPS Monitor | 8999/13999 | - | Screen size=24 inch; Resolution=1920 × 1080; Refresh rate=100 Hz | A plain, honest office screen with a bezel you forget.
      Kalam | View 27 4K Monitor | 21999/29999 | =Maroon | Screen size=27 inch; Resolution=3840 × 2160; Refresh rate=60 Hz | One USB-C cable carries picture, data and 65 watts to the laptop.
      Trishul | Arena 27 Gaming Monitor | 18999/27999 | =Maroon | Screen size=27 inch; Resolution=2560 × 1440; Refresh rate=180 Hz | Fast, wide-coloured and free from smear.
      Trishul | Curve 34 Ultrawide Monitor | 32999/44999 | =Maroon | Screen size=34 inch; Resolution=3440 × 1440; Refresh rate=144 Hz | Two documents and a chat side by side, with no seam in the middle.
    `),
  },
  {
    category: 'printers',
    glyph: '1f5a8-fe0f',
    weightGrams: 5800,
    specGroup: 'Printing',
    commonSpecs: ONE_YEAR,
    sentences: [
      'Sets itself up from a phone.',
      'Ink is sold in bottles and in every town.',
      'It prints the first page before you reach it.',
    ],
    products: products(`
      Lipika | InkTank 310 Colour Printer | 10999/14999 | - | Function=Print, scan, copy; Connectivity=Wi-Fi and USB; Yield=6000 pages | Refillable tanks bring a page down to twelve paise.
      Lipika | Laser 110 Mono Printer | 12499/16999 | =Grey | Function=Print; Connectivity=USB; Speed=22 ppm | Crisp black text for offices, courts and coaching classes.
      Lipika | Label 58 Thermal Printer | 2999/4999 | =Grey | Function=Labels and bills; Connectivity=Bluetooth; Width=58 mm | Bills and labels from a phone, without ink.
    `),
  },
  {
    category: 'keyboards-and-mice',
    glyph: '2328-fe0f',
    weightGrams: 800,
    specGroup: 'Input',
    commonSpecs: ONE_YEAR,
    sentences: [
      'Legends are moulded through and cannot wear off.',
      'Rupee sign on the 4 key, where it belongs.',
      'Feet at two heights.',
    ],
    products: products(`
      Trishul | K87 Mechanical Keyboard | 2999/4999 | Black, White | Connectivity=USB-C; Switches=Tactile; Layout=87 keys | Hot-swappable switches and a sound that colleagues can live with.
      Kalam | Slim Wireless Keyboard | 1299/2499 | White, Black | Connectivity=Bluetooth and 2.4 GHz; Switches=Scissor; Layout=Full size | Switches between three devices with one key.
      Lipika | Hindi InScript Keyboard | 699/1199 | =Black | Connectivity=USB; Switches=Membrane; Layout=Full size | Devanagari and Latin on the same keys, printed to last.
    `),
  },
  {
    category: 'keyboards-and-mice',
    glyph: '1f5b1-fe0f',
    weightGrams: 150,
    specGroup: 'Input',
    commonSpecs: ONE_YEAR,
    sentences: ['Glides on glass and on a bedsheet.', 'One AA cell lasts a year and a half.'],
    products: products(`
      Kalam | Silent Wireless Mouse | 599/1199 | Grey, Black | Connectivity=2.4 GHz; Resolution=1600 dpi | Clicks that nobody else in the library hears.
      Trishul | Fang Gaming Mouse | 1799/3499 | Black, Grey | Connectivity=USB; Resolution=12000 dpi | Fifty-nine grams with six keys and a soft cable.
      Kalam | Vertical Ergonomic Mouse | 1499/2999 | =Black | Connectivity=Bluetooth and 2.4 GHz; Resolution=2400 dpi | Holds the wrist as in a handshake, which it prefers.
    `),
  },
  {
    category: 'game-controllers',
    glyph: '1f3ae',
    weightGrams: 320,
    specGroup: 'Input',
    commonSpecs: ONE_YEAR,
    sentences: [
      'Sticks have magnetic sensors that do not drift.',
      'Works with phone, computer and television box.',
      'A grip for small hands as well as for large ones.',
    ],
    products: products(`
      Trishul | Pro Wireless Gamepad | 2299/3999 | Purple, Black | Connectivity=Bluetooth and 2.4 GHz; Battery=20 h | Rumble in the triggers, two paddles at the back.
      Boomerang | Plug-In Gamepad | 799/1599 | Purple | Connectivity=USB; Cable=2 m | No battery, no pairing, no excuses.
      Trishul | Fight Stick Arcade Controller | 4999/7999 | =Black | Connectivity=USB; Switches=Optical | Eight buttons and a lever, as in the parlours of 1995.
    `),
  },
  {
    category: 'televisions',
    glyph: '1f4fa',
    weightGrams: 11000,
    specGroup: 'Display',
    commonSpecs: {
      Warranty: { Cover: '2 years on the panel' },
      Installation: { Fitting: 'Free wall mounting in 300 cities' },
    },
    sentences: [
      'Starts in two seconds.',
      'The remote has keys for what you watch and none for what you do not.',
      'Dark scenes stay readable in a bright room.',
      'Speech is lifted out of the music at one press.',
    ],
    products: products(`
      Darpan | 32 inch HD Smart TV | 11999/19999 | - | Screen size=32 inch; Resolution=HD ready; Ports=2 HDMI, 1 USB | A bedroom television that knows all the apps.
      Darpan | 43 inch 4K Smart TV | 22999/37999 | =Navy | Screen size=43 inch; Resolution=4K; Ports=3 HDMI, 2 USB | Sharp from two metres, with colours that survived a comparison in the shop.
      Darpan | 55 inch QLED TV | 39999/64999 | =Navy | Screen size=55 inch; Resolution=4K QLED; Ports=3 HDMI, 2 USB | A quantum-dot panel at 120 Hz for cricket under lights.
      Darpan | 65 inch OLED TV | 119999/179999 | =Navy | Screen size=65 inch; Resolution=4K OLED; Ports=4 HDMI, 3 USB | Blacks as in a cinema after the lights go down.
      Drishya | Retro Wood 24 inch TV | 13999/19999 | =Navy | Screen size=24 inch; Resolution=HD ready; Ports=2 HDMI | A cabinet set with a rotary switch and today's insides.
    `),
  },
  {
    category: 'cameras',
    glyph: '1f4f7',
    weightGrams: 900,
    specGroup: 'Imaging',
    commonSpecs: { Warranty: { Cover: '2 years' }, 'In the box': { Contents: 'Camera, battery, strap, charger' } },
    sentences: [
      'The grip is deep and the keys are where fingers fall.',
      'Sealed against dust and drizzle.',
      'Files go to the phone before you have put the cap back.',
    ],
    products: products(`
      Drishya | M20 Mirrorless Camera with 18-55 mm Lens | 54999/69999 | colour: Black, Silver | Sensor=APS-C 26 MP; Video=4K 60p; Stabilisation=In body | A first serious camera that remains the serious camera.
      Drishya | Pocket Zoom Travel Camera | 18999/25999 | colour: Black | Sensor=1/2.3 inch 20 MP; Video=4K 30p; Zoom=30× | Thirty times zoom in a coat pocket, for tigers at a polite distance.
      Drishya | Insta Print Camera | 6499/8999 | colour: Silver | Sensor=5 MP; Print=54 × 86 mm | Prints a photograph in twelve seconds, which nobody ever deletes.
      Drishya | Full-Frame F1 Body | 149999/179999 | =Black | Sensor=Full frame 33 MP; Video=6K 30p; Stabilisation=In body | For those who know why they need it.
    `),
  },
  {
    category: 'telescopes-and-optics',
    glyph: '1f52d',
    weightGrams: 3200,
    specGroup: 'Optics',
    commonSpecs: ONE_YEAR,
    sentences: ['Comes with a star map for Indian latitudes.', 'Assembles without tools in ten minutes.'],
    products: products(`
      Aryabhata Optics | 70 mm Refractor Telescope | 6999/9999 | - | Aperture=70 mm; Focal length=700 mm; Age group=8 years and up | Craters, Saturn's ring and the moons of Jupiter, from a balcony.
      Aryabhata Optics | 130 mm Reflector Telescope | 14999/19999 | =Black | Aperture=130 mm; Focal length=650 mm; Age group=12 years and up | Gathers enough light for the Orion nebula.
    `),
  },
  {
    category: 'telescopes-and-optics',
    glyph: '1f52c',
    hsn: '9011',
    weightGrams: 1400,
    specGroup: 'Optics',
    commonSpecs: ONE_YEAR,
    sentences: ['Twelve prepared slides are in the case.', 'A phone clips to the eyepiece.'],
    products: products(`
      Aryabhata Optics | Student Microscope 400× | 2999/4499 | - | Magnification=40× to 400×; Light=LED; Age group=8 years and up | Onion cells on the first evening, pond water on the second.
      Aryabhata Optics | Digital Microscope with Screen | 7999/10999 | =Navy | Magnification=20× to 1200×; Light=LED; Age group=12 years and up | A seven-inch screen, so that a whole family can look at once.
    `),
  },
];
