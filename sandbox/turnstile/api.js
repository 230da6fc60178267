/**
 * Stands in for Turnstile's api.js: draws a box into every .cf-turnstile and keeps a fresh token in the hidden field
 * that goes with the form.
 */
(() => {
  /** A token is good for five minutes. */
  const RENEW_MS = 4 * 60_000;
  const tokensUrl = new URL('./tokens', document.currentScript.src);

  function draw(place) {
    if (place.querySelector('input') !== null) return;
    const box = document.createElement('p');
    box.textContent = 'Sandbox: you are human';
    Object.assign(box.style, {
      display: 'inline-block',
      margin: '0',
      padding: '14px 18px',
      border: '1px solid currentColor',
      borderRadius: '8px',
    });
    const field = document.createElement('input');
    field.type = 'hidden';
    field.name = 'cf-turnstile-response';
    place.append(box, field);
    renew(place, field);
    setInterval(() => renew(place, field), RENEW_MS);
  }

  async function renew({ dataset }, field) {
    const wanted = { sitekey: dataset.sitekey, action: dataset.action ?? '', hostname: location.hostname };
    const answer = await fetch(tokensUrl, { method: 'POST', body: JSON.stringify(wanted) }).catch(() => null);
    field.value = answer?.ok ? (await answer.json()).token : '';
  }

  const drawAll = () => {
    for (const place of document.querySelectorAll('.cf-turnstile')) draw(place);
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', drawAll);
  else drawAll();
})();
