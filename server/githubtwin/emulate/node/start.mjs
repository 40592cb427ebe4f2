// Starts a GitHub of the independent package `emulate` and says in one line of JSON where it is. The seed comes on
// standard input as JSON; when standard input ends, the emulator ends.
import { createEmulator } from 'emulate';

let text = '';
process.stdin.setEncoding('utf8');
const ended = new Promise((resolve) => process.stdin.on('end', resolve));
const seed = await new Promise((resolve, reject) => {
  process.stdin.on('data', (chunk) => {
    text += chunk;
    const line = text.indexOf('\n');
    if (line < 0) return;
    try {
      resolve(JSON.parse(text.slice(0, line)));
    } catch (error) {
      reject(error);
    }
  });
});
const emulator = await createEmulator({ service: 'github', port: 0, seed });
const key = emulator.generatedSecrets.find((secret) => secret.kind === 'github.app_private_key');
console.log(JSON.stringify({ url: emulator.url, privateKey: key.value }));
await ended;
await emulator.close();
