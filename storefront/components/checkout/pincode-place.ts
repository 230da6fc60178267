/** Says the district and the state of a pincode while it is typed. What counts is what the server says on the way on. */
const input = document.querySelector<HTMLInputElement>('[name="address.pincode"]');
const place = document.querySelector<HTMLElement>('[data-place]');

interface Delivery {
  readonly district: string;
  readonly state: string;
  readonly isServiceable: boolean;
}

async function showPlace(pincode: string, words: string, at: HTMLElement): Promise<void> {
  const answer = await fetch(`/api/v1/delivery/${pincode}`).catch(() => null);
  if (!answer?.ok || input?.value.replace(/\s/g, '') !== pincode) return;
  const { district, state, isServiceable } = (await answer.json()) as Delivery;
  at.textContent = isServiceable ? words.replace('#1', district).replace('#2', state) : '';
}

if (input !== null && place !== null) {
  input.addEventListener('input', () => {
    const pincode = input.value.replace(/\s/g, '');
    place.textContent = '';
    if (/^[1-9]\d{5}$/.test(pincode)) void showPlace(pincode, place.dataset.words ?? '', place);
  });
}
