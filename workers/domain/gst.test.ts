import { expect, test } from 'vitest';
import { isValidGstin } from './gst.ts';
test('x', () => expect(isValidGstin('27AAPFU0939F1ZV')).toBe(true));
