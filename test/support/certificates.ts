// The demo's certificate authority is also the tests' one.
export * from '../../src/server/demo/certificates.ts';
