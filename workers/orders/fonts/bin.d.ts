/** Wrangler, Vite and the test runner all hand a `.bin` import over as bytes. */
declare module '*.bin' {
  const bytes: ArrayBuffer;
  export default bytes;
}
