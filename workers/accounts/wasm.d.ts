/** Wrangler, Vite and Vitest all hand a Worker its .wasm as a compiled module. */
declare module '@phi-ag/argon2/argon2.wasm' {
  const module: WebAssembly.Module;
  export default module;
}
