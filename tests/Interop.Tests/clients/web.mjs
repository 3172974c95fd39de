// Scenarios through the WebSocket interface of the WHATWG, which several libraries have.
// node web.mjs <ws|undici|node> <scenario> <ws://address>

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

const [library, scenario, base] = process.argv.slice(2);
const LIMIT = 128 * 1024;
const SIZES = [0, 1, 125, 126, 127, 65535, 65536, LIMIT];
const TEXTS = ['', 'plain', 'äöü ß', 'Ελληνικά', '日本語', '😀 𝄞', '\u0000\u0001"\\', '€'.repeat(30_000)];

const WebSocket = {
  ws: async () => (await import('ws')).WebSocket,
  undici: async () => (await import('undici')).WebSocket,
  node: async () => globalThis.WebSocket,
};
const Socket = await WebSocket[library]();

// A connection whose messages are read one by one.
function connect(path, protocols = []) {
  const socket = new Socket(base + path, protocols);
  socket.binaryType = 'arraybuffer';
  const messages = [];
  const readers = [];
  socket.onmessage = event => (readers.shift() ?? (message => messages.push(message)))(event.data);
  const closed = new Promise(resolve => { socket.onclose = resolve; });
  const opened = new Promise((resolve, reject) => {
    socket.onopen = () => resolve(client);
    socket.onerror = event => reject(event.error ?? new Error(event.message ?? 'The connection failed.'));
  });
  const client = {
    socket,
    closed,
    next: () => messages.length ? Promise.resolve(messages.shift()) : new Promise(resolve => readers.push(resolve)),
  };
  opened.catch(() => {});
  client.opened = opened;
  return client;
}

const open = (path, protocols) => connect(path, protocols).opened;

async function finish(client) {
  client.socket.close(1000);
  assert.equal((await client.closed).code, 1000);
}

async function echo(path, extensions) {
  const client = await open(path);
  assert.match(client.socket.extensions, extensions);
  const binaries = SIZES.map(size => randomBytes(size));
  const texts = [...TEXTS, ...SIZES.map(size => 'x'.repeat(size))];

  // All at once, so that frames share segments and are split over them.
  binaries.forEach(bytes => client.socket.send(bytes));
  texts.forEach(text => client.socket.send(text));
  for (const bytes of binaries) {
    const reply = await client.next();
    assert.ok(reply instanceof ArrayBuffer);
    assert.ok(Buffer.from(reply).equals(bytes), `${bytes.length} bytes came back as ${reply.byteLength} others`);
  }
  for (const text of texts) {
    assert.equal(await client.next(), text);
  }
  await finish(client);
}

const scenarios = {
  'echo': () => echo('/echo', /^$/),

  'deflate': () => echo('/deflate', /^permessage-deflate/),

  async 'protocols'() {
    const chosen = await open('/echo', ['v1.example', 'v2.example']);
    assert.equal(chosen.socket.protocol, 'v2.example');
    await finish(chosen);
    const none = await open('/echo');
    assert.equal(none.socket.protocol, '');
    await finish(none);
  },

  async 'client-closes'() {
    for (const [code, reason] of [[1000, ''], [1000, 'done'], [3000, 'bye €'], [4999, 'ü'.repeat(61)]]) {
      const client = await open(`/watched?key=${library}-${code}-${reason.length}`);
      client.socket.close(code, reason);
      const closed = await client.closed;
      assert.deepEqual([closed.code, closed.wasClean], [code, true]);
    }
    const client = await open(`/watched?key=${library}-none`);
    client.socket.close();
    assert.equal((await client.closed).code, 1005);
  },

  async 'server-closes'() {
    for (const [code, reason] of [[1000, ''], [1001, 'going'], [1011, 'sorry'], [1013, ''], [3000, 'Tschüß €'], [4999, 'x'.repeat(123)]]) {
      const closed = await connect(`/closing/${code}?reason=${encodeURIComponent(reason)}`).closed;
      assert.deepEqual([closed.code, closed.reason, closed.wasClean], [code, reason, true]);
    }
  },

  async 'too-large'() {
    const client = await open('/echo');
    client.socket.onerror = null;
    client.socket.send(randomBytes(LIMIT + 1));
    assert.equal((await client.closed).code, 1009);
  },

  async 'json'() {
    const client = await open('/calc');
    const ids = [1, 'two', 3, 9007199254740991, 'ünï'];
    ids.forEach((id, n) => client.socket.send(JSON.stringify({ type: 'add', id, a: n, b: 100 })));
    client.socket.send('{"b":2,"a":1,"type":"add"}');
    for (const [n, id] of ids.entries()) {
      assert.deepEqual(JSON.parse(await client.next()), { type: 'sum', id, value: n + 100 });
    }
    assert.deepEqual(JSON.parse(await client.next()), { type: 'sum', value: 3 });

    client.socket.send('{"type":"add","id":"bad","a":"one","b":1}');
    const error = JSON.parse(await client.next());
    assert.deepEqual([error.type, error.id, error.code], ['error', 'bad', 'malformed']);
    assert.equal((await client.closed).code, 1007);

    const other = await open('/calc');
    other.socket.send('{"type":"subtract","id":8}');
    assert.equal(JSON.parse(await other.next()).code, 'unknown');
    assert.equal((await other.closed).code, 1008);
  },

  async 'refused'() {
    for (const path of ['/secret', '/nowhere', '/closing/not-a-number']) {
      await assert.rejects(open(path));
    }
  },
};

await scenarios[scenario]();
console.log('ok');
process.exit(0);
