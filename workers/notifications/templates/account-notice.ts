import { html } from 'hono/html';
import { mailPage, SOFT } from './mail-frame.ts';

/** What somebody has to hear of, in case they did not do it themselves. */
export type AccountNoticeKind =
  | 'password_changed'
  | 'email_added'
  | 'email_changed'
  | 'email_removed'
  | 'phone_added'
  | 'phone_changed'
  | 'phone_removed'
  | 'passkey_added'
  | 'passkey_removed'
  | 'authenticator_added'
  | 'authenticator_removed'
  | 'recovery_code_used'
  | 'recovery_codes_renewed'
  | 'google_linked'
  | 'google_unlinked'
  | 'second_factor_failed'
  | 'account_deleted';

export interface AccountNotice {
  readonly kind: AccountNoticeKind;
  readonly locale: 'en' | 'hi';
}

type Words = Readonly<Record<AccountNoticeKind, readonly [heading: string, news: string]>>;

const EN: Words = {
  password_changed: [
    'Your Haat password was changed',
    'The password of your Haat account was changed a moment ago. Other devices that were signed in are signed out.',
  ],
  email_added: [
    'An e-mail address was added to your Haat account',
    'An e-mail address was added to your Haat account a moment ago. Whoever reads its mail can sign in.',
  ],
  email_changed: [
    'Your Haat account has a new e-mail address',
    'The e-mail address of your Haat account was changed a moment ago. This address no longer signs in to it, nor does a Google account that was linked.',
  ],
  email_removed: [
    'Your e-mail address was taken off your Haat account',
    'This e-mail address was taken off your Haat account a moment ago. It no longer signs in to it, nor does a Google account that was linked.',
  ],
  phone_added: [
    'A mobile number was added to your Haat account',
    'A mobile number was added to your Haat account a moment ago. Whoever has that phone can sign in.',
  ],
  phone_changed: [
    'Your Haat account has a new mobile number',
    'The mobile number of your Haat account was changed a moment ago. This number no longer signs in to it.',
  ],
  phone_removed: [
    'Your mobile number was taken off your Haat account',
    'This mobile number was taken off your Haat account a moment ago. It no longer signs in to it.',
  ],
  passkey_added: [
    'A passkey was added to your Haat account',
    'A passkey was added to your Haat account a moment ago. Whoever has the device that holds it can sign in.',
  ],
  passkey_removed: [
    'A passkey was removed from your Haat account',
    'A passkey was removed from your Haat account a moment ago. It no longer signs in to it.',
  ],
  authenticator_added: [
    'Your Haat account asks for a second factor now',
    'An authenticator app was set up for your Haat account a moment ago. Its code is asked for at every sign-in.',
  ],
  authenticator_removed: [
    'The authenticator app was removed from your Haat account',
    'The authenticator app was removed from your Haat account a moment ago. Its code is no longer asked for.',
  ],
  recovery_code_used: [
    'A recovery code of your Haat account was used',
    'Somebody signed in to your Haat account with one of its recovery codes a moment ago. That code no longer works.',
  ],
  recovery_codes_renewed: [
    'Your Haat account has new recovery codes',
    'Ten new recovery codes were made for your Haat account a moment ago. Those of before no longer work.',
  ],
  google_linked: [
    'A Google account signs in to your Haat account now',
    'A Google account with this e-mail address was linked to your Haat account a moment ago. Whoever has it can sign in.',
  ],
  google_unlinked: [
    'Google was unlinked from your Haat account',
    'Google was unlinked from your Haat account a moment ago. It no longer signs in to it.',
  ],
  second_factor_failed: [
    'Somebody keeps giving wrong codes for your Haat account',
    'Somebody gave ten wrong codes or more as the second factor of your Haat account today. They got no further, but they may know your password: change it.',
  ],
  account_deleted: [
    'Your Haat account is closed',
    'Your Haat account was closed a moment ago, as its owner asked. Your name, addresses and numbers are being removed; orders and invoices are kept without them, as the law asks.',
  ],
};

const HI: Words = {
  password_changed: [
    'आपका Haat पासवर्ड बदल गया',
    'आपके Haat अकाउंट का पासवर्ड अभी-अभी बदला गया। जो दूसरे डिवाइस लॉग इन थे, वे लॉग आउट हो गए हैं।',
  ],
  email_added: [
    'आपके Haat अकाउंट में ई-मेल पता जोड़ा गया',
    'आपके Haat अकाउंट में अभी-अभी एक ई-मेल पता जोड़ा गया। जो उसकी मेल पढ़ता है, वह लॉग इन कर सकता है।',
  ],
  email_changed: [
    'आपके Haat अकाउंट का ई-मेल पता बदल गया',
    'आपके Haat अकाउंट का ई-मेल पता अभी-अभी बदला गया। अब इस पते से, या जुड़े हुए Google अकाउंट से, लॉग इन नहीं होगा।',
  ],
  email_removed: [
    'आपका ई-मेल पता Haat अकाउंट से हटा दिया गया',
    'यह ई-मेल पता आपके Haat अकाउंट से अभी-अभी हटाया गया। अब इससे, या जुड़े हुए Google अकाउंट से, लॉग इन नहीं होगा।',
  ],
  phone_added: [
    'आपके Haat अकाउंट में मोबाइल नंबर जोड़ा गया',
    'आपके Haat अकाउंट में अभी-अभी एक मोबाइल नंबर जोड़ा गया। जिसके पास वह फ़ोन है, वह लॉग इन कर सकता है।',
  ],
  phone_changed: [
    'आपके Haat अकाउंट का मोबाइल नंबर बदल गया',
    'आपके Haat अकाउंट का मोबाइल नंबर अभी-अभी बदला गया। अब इस नंबर से लॉग इन नहीं होगा।',
  ],
  phone_removed: [
    'आपका मोबाइल नंबर Haat अकाउंट से हटा दिया गया',
    'यह मोबाइल नंबर आपके Haat अकाउंट से अभी-अभी हटाया गया। अब इससे लॉग इन नहीं होगा।',
  ],
  passkey_added: [
    'आपके Haat अकाउंट में पासकी जोड़ी गई',
    'आपके Haat अकाउंट में अभी-अभी एक पासकी जोड़ी गई। जिसके पास वह डिवाइस है, वह लॉग इन कर सकता है।',
  ],
  passkey_removed: [
    'आपके Haat अकाउंट से पासकी हटाई गई',
    'आपके Haat अकाउंट से अभी-अभी एक पासकी हटाई गई। अब उससे लॉग इन नहीं होगा।',
  ],
  authenticator_added: [
    'आपका Haat अकाउंट अब दूसरा प्रमाण माँगता है',
    'आपके Haat अकाउंट के लिए अभी-अभी ऑथेंटिकेटर ऐप जोड़ा गया। हर लॉग इन पर उसका कोड माँगा जाएगा।',
  ],
  authenticator_removed: [
    'आपके Haat अकाउंट से ऑथेंटिकेटर ऐप हटाया गया',
    'आपके Haat अकाउंट से अभी-अभी ऑथेंटिकेटर ऐप हटाया गया। अब उसका कोड नहीं माँगा जाएगा।',
  ],
  recovery_code_used: [
    'आपके Haat अकाउंट का रिकवरी कोड इस्तेमाल हुआ',
    'अभी-अभी किसी ने आपके Haat अकाउंट में रिकवरी कोड से लॉग इन किया। वह कोड अब काम नहीं करेगा।',
  ],
  recovery_codes_renewed: [
    'आपके Haat अकाउंट के रिकवरी कोड नए बने',
    'आपके Haat अकाउंट के लिए अभी-अभी दस नए रिकवरी कोड बनाए गए। पुराने कोड अब काम नहीं करेंगे।',
  ],
  google_linked: [
    'अब Google से भी आपके Haat अकाउंट में लॉग इन होता है',
    'इस ई-मेल पते वाला एक Google अकाउंट अभी-अभी आपके Haat अकाउंट से जोड़ा गया। जिसके पास वह है, वह लॉग इन कर सकता है।',
  ],
  google_unlinked: [
    'आपके Haat अकाउंट से Google हटाया गया',
    'आपके Haat अकाउंट से Google अभी-अभी हटाया गया। अब उससे लॉग इन नहीं होगा।',
  ],
  second_factor_failed: [
    'कोई आपके Haat अकाउंट के लिए बार-बार गलत कोड दे रहा है',
    'आज किसी ने आपके Haat अकाउंट के दूसरे प्रमाण के लिए दस या ज़्यादा गलत कोड दिए। वह आगे नहीं बढ़ पाया, पर शायद उसे आपका पासवर्ड पता है: पासवर्ड बदल दें।',
  ],
  account_deleted: [
    'आपका Haat अकाउंट बंद हो गया',
    'आपका Haat अकाउंट, मालिक के कहने पर, अभी-अभी बंद किया गया। आपका नाम, पते और नंबर हटाए जा रहे हैं; ऑर्डर और इनवॉइस कानून के अनुसार, इनके बिना, रखे जाएँगे।',
  ],
};

const RULES = {
  en: {
    itWasMe: 'If it was you, there is nothing to do.',
    itWasNot: 'If it was not you, look into your account at Haat, or write to us at once.',
    smallPrint: 'You get this message because this address belonged to an account at Haat when the change was made.',
  },
  hi: {
    itWasMe: 'अगर यह आपने किया, तो कुछ करने की ज़रूरत नहीं।',
    itWasNot: 'अगर यह आपने नहीं किया, तो Haat पर अपना अकाउंट देखें, या हमें तुरंत लिखें।',
    smallPrint: 'यह संदेश इसलिए आया है क्योंकि बदलाव के समय यह पता Haat के एक अकाउंट का था।',
  },
};

/** The mail in both its forms. It has no link: what looks like it and has one is not from the shop. */
export async function renderAccountMail({ kind, locale }: AccountNotice) {
  const [heading, news] = wordsOf(kind, locale);
  const { itWasMe, itWasNot, smallPrint } = RULES[locale];
  const page = mailPage({
    lang: locale,
    title: heading,
    heading,
    intro: html`<p style="margin:0 0 8px">${news}</p>
<p style="margin:0 0 8px;color:${SOFT}">${itWasMe} ${itWasNot}</p>`,
    smallPrint,
  });
  return { subject: heading, html: String(await page), text: [news, '', itWasMe, itWasNot].join('\n') };
}

export function renderAccountSms({ kind, locale }: AccountNotice): string {
  const [, news] = wordsOf(kind, locale);
  return `${news} ${RULES[locale].itWasNot}`;
}

function wordsOf(kind: AccountNoticeKind, locale: AccountNotice['locale']) {
  return (locale === 'en' ? EN : HI)[kind];
}
