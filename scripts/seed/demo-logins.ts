import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import initializeArgon2, { Argon2Type } from '@phi-ag/argon2';
import type { InferInsertModel } from 'drizzle-orm';
import type { users } from '../../workers/db/schema/accounts.ts';
import { SEEDED_AT, seedId } from './random.ts';
