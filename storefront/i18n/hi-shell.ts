import type { enShell } from './en-shell.ts';

export const hiShell = {
  'app.searchShortcut': 'बाज़ार में खोजें',
  'offline.title': 'आप ऑफ़लाइन हैं',
  'offline.text': 'अभी इंटरनेट नहीं है। ये वे पेज हैं जो आप देख चुके हैं; दाम और स्टॉक बदल गए हो सकते हैं।',
  'offline.none': 'ऑनलाइन रहते हुए आप जो पेज देखेंगे, वे यहाँ मिलेंगे।',
  'offline.seen': 'आपके देखे हुए पेज',
  'offline.now': 'आप ऑफ़लाइन हैं। दाम और स्टॉक बदल गए हो सकते हैं।',
  'error.search': 'जो चाहिए था, उसे खोजें',
  'error.popular': 'जो औरों को पसंद है',
  'error.gone.title': 'यह प्रोडक्ट अब नहीं बिकता',
  'error.gone.text': '“{title}” अब बाज़ार में नहीं है। इस तरह के और प्रोडक्ट देखें।',
  'error.gone.category': '{category} देखें',
  'error.gone.similar': '{category} में और भी',
  'error.reference': 'हमें लिखें तो यह नंबर बताएँ:',
  'error.orders': 'अपने ऑर्डर देखें',
} as const satisfies Record<keyof typeof enShell, string>;
