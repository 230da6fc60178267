export interface FormTree {
  [name: string]: string | FormTree;
}

const MAX_FIELDS = 200;

/** Stripe's form encoding: 'metadata[orderNo]=HT1&expand[0]=x' → { metadata: { orderNo: 'HT1' }, expand: { 0: 'x' } }. */
export function parseForm(text: string): FormTree {
  const tree = emptyTree();
  for (const [name, value] of [...new URLSearchParams(text)].slice(0, MAX_FIELDS)) {
    const path = name.split('[').map((part) => part.replace(/\]$/, ''));
    const last = path.pop() ?? name;
    let node = tree;
    for (const part of path) {
      const next = node[part];
      const child = typeof next === 'object' ? next : emptyTree();
      node[part] = child;
      node = child;
    }
    node[last] = value;
  }
  return tree;
}

/** Without a prototype, so that no field name means anything. */
function emptyTree(): FormTree {
  return Object.create(null) as FormTree;
}
