import { DurableObject } from 'cloudflare:workers';

export class CartObject extends DurableObject<Env> {}
