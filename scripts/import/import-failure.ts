/** Something the person at the terminal can do something about: shown without a stack. */
export class ImportFailure extends Error {
  override readonly name = 'ImportFailure';
}
