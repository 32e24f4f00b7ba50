/**
 * Loaded into a process before anything else (`--import`): the process ends, as by a fault of a library, when it signs an
 * event with the word in it that POISON names.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

const poison = process.env['POISON'] ?? '';

const { createHmac } = crypto;
crypto.createHmac = (...parameters) => {
  const hmac = createHmac(...parameters);
  const update = hmac.update.bind(hmac);
  hmac.update = ((text: Buffer | string) => {
    if (text.includes(poison)) process.kill(process.pid, 'SIGKILL');
    return update(text);
  }) as typeof hmac.update;
  return hmac;
};
syncBuiltinESMExports();
