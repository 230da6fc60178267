/** Something the person at the terminal can do something about: shown without a stack. */
export class ScriptFailure extends Error {
  override readonly name = 'ScriptFailure';
}
