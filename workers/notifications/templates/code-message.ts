import { html } from 'hono/html';
import { INK, LINE, mailPage, SOFT } from './mail-frame.ts';

/** What a code is for. `register_known`: somebody wanted an account for an address that has one. */
export type CodeMessageKind =
  | 'sign_in'
  | 'register'
  | 'register_known'
  | 'reset_password'
  | 'reauthenticate'
  | 'change_email'
  | 'change_phone';

export interface CodeMessage {
  readonly kind: CodeMessageKind;
  /** Six digits. */
  readonly code: string;
  readonly locale: 'en' | 'hi';
}

/** The heading of the mail, its first sentence, and what an SMS says the code is for. */
type Words = Readonly<Record<CodeMessageKind, readonly [heading: string, lead: string, purpose: string]>>;

const EN: Words = {
  sign_in: ['Your code to sign in to Haat', 'Enter this code to sign in.', 'to sign in'],
  register: ['Your code to open your Haat account', 'Enter this code to open your account.', 'to open your account'],
  register_known: [
    'You already have a Haat account',
    'Somebody, probably you, asked for a new account with this address. It has one already: enter this code where you were asked for it, and you are signed in. Your name and password stay as they were.',
    'to sign in',
  ],
  reset_password: [
    'Your code for a new Haat password',
    'Enter this code to choose a new password.',
    'to choose a new password',
  ],
  reauthenticate: [
    'Your code to confirm that it is you',
    'You are about to change something important. Enter this code to confirm that it is you.',
    'to confirm that it is you',
  ],
  change_email: [
    'Your code to confirm this e-mail address',
    'Enter this code to use this address for your Haat account.',
    'to confirm this e-mail address',
  ],
  change_phone: [
    'Your code to confirm this mobile number',
    'Enter this code to use this number for your Haat account.',
    'to confirm this number',
  ],
};

const HI: Words = {
  sign_in: ['Haat में लॉग इन करने का कोड', 'लॉग इन करने के लिए यह कोड डालें।', 'लॉग इन करने'],
  register: ['Haat अकाउंट खोलने का कोड', 'अपना अकाउंट खोलने के लिए यह कोड डालें।', 'अकाउंट खोलने'],
  register_known: [
    'आपका Haat अकाउंट पहले से है',
    'किसी ने, शायद आपने ही, इस पते से नया अकाउंट खोलना चाहा। इस पते का अकाउंट पहले से है: जहाँ कोड माँगा गया था वहाँ यह कोड डालें और आप लॉग इन हो जाएँगे। आपका नाम और पासवर्ड वही रहेंगे।',
    'लॉग इन करने',
  ],
  reset_password: ['Haat के नए पासवर्ड का कोड', 'नया पासवर्ड चुनने के लिए यह कोड डालें।', 'नया पासवर्ड चुनने'],
  reauthenticate: [
    'यह आप ही हैं, इसकी पुष्टि का कोड',
    'आप कुछ ज़रूरी बदलने जा रहे हैं। यह आप ही हैं, इसकी पुष्टि के लिए यह कोड डालें।',
    'अपनी पहचान की पुष्टि करने',
  ],
  change_email: [
    'इस ई-मेल पते की पुष्टि का कोड',
    'अपने Haat अकाउंट में यह पता इस्तेमाल करने के लिए यह कोड डालें।',
    'इस ई-मेल पते की पुष्टि करने',
  ],
  change_phone: [
    'इस मोबाइल नंबर की पुष्टि का कोड',
    'अपने Haat अकाउंट में यह नंबर इस्तेमाल करने के लिए यह कोड डालें।',
    'इस नंबर की पुष्टि करने',
  ],
};

const RULES = {
  en: {
    never: 'It works for 5 minutes, once. Never share it, not even with somebody who says they are from Haat.',
    otherwise: 'If you did not ask for it, do nothing: without the code nothing happens.',
    smallPrint: 'You get this message because somebody entered this address at Haat.',
  },
  hi: {
    never: 'यह 5 मिनट तक, एक ही बार चलता है। इसे किसी को न बताएँ, उसे भी नहीं जो कहे कि वह Haat से है।',
    otherwise: 'अगर यह कोड आपने नहीं माँगा, तो कुछ न करें: कोड के बिना कुछ नहीं होगा।',
    smallPrint: 'यह संदेश इसलिए आया है क्योंकि किसी ने Haat पर यह पता डाला।',
  },
};

/** The mail in both its forms. The code is not in the subject, which a locked phone shows to anybody. */
export async function renderCodeMail({ kind, code, locale }: CodeMessage) {
  const [heading, lead] = wordsOf(kind, locale);
  const { never, otherwise, smallPrint } = RULES[locale];
  const page = mailPage({
    lang: locale,
    title: heading,
    heading,
    intro: html`<p style="margin:0">${lead}</p>
<p style="margin:16px 0;padding:12px;border:1px solid ${LINE};border-radius:8px;text-align:center;font-size:32px;font-weight:700;letter-spacing:6px;color:${INK}">${code}</p>
<p style="margin:0 0 8px">${never}</p>
<p style="margin:0 0 8px;color:${SOFT}">${otherwise}</p>`,
    smallPrint,
  });
  const text = [lead, '', `  ${code}`, '', never, otherwise].join('\n');
  return { subject: heading, html: String(await page), text };
}

/** The last line lets the browser of that domain, and no other, fill the code in (WebOTP, "origin-bound codes"). */
export function renderCodeSms({ kind, code, locale }: CodeMessage, domain: string): string {
  const [, , purpose] = wordsOf(kind, locale);
  const sentence =
    locale === 'en'
      ? `${code} is your Haat code ${purpose}. It works for 5 minutes. Never share it.`
      : `${code}: Haat पर ${purpose} का कोड। यह 5 मिनट चलेगा। किसी को न बताएँ।`;
  return `${sentence}\n\n@${domain} #${code}`;
}

function wordsOf(kind: CodeMessageKind, locale: CodeMessage['locale']) {
  return (locale === 'en' ? EN : HI)[kind];
}
