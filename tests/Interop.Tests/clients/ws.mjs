// What only the ws library can do or see.
// node ws.mjs <scenario> <ws://address>

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { WebSocket } from 'ws';

const [scenario, base] = process.argv.slice(2);

async function open(path, options) {
  const socket = new WebSocket(base + path, options);
  await once(socket, 'open');
  return socket;
}

function statusOf(path, options) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(base + path, options);
    socket.on('error', () => {});
    socket.on('open', () => reject(new Error(`${path} was not refused`)));
    socket.on('unexpected-response', (request, response) => {
      resolve([response.statusCode, response.headers.upgrade, response.headers['sec-websocket-version']]);
      request.destroy();
    });
  });
}

const scenarios = {
  async 'ping'() {
    const socket = await open('/pings');
    for (const payload of ['', 'x', '€', 'y'.repeat(125)]) {
      const pong = once(socket, 'pong');
      const told = once(socket, 'message');
      socket.ping(payload);
      assert.equal((await pong)[0].toString(), payload);
      assert.equal((await told)[0].toString(), payload);
    }

    // The server's own ping, to a client that is silent.
    const kept = await open('/kept');
    const [payload] = await once(kept, 'ping');
    assert.equal(payload.length, 0);
  },

  async 'fragments'() {
    const socket = await open('/echo');
    socket.send('Hel', { fin: false });
    socket.ping('between');
    socket.send('l', { fin: false });
    socket.send('', { fin: false });
    socket.send('o', { fin: true });
    const [[pong], [message]] = await Promise.all([once(socket, 'pong'), once(socket, 'message')]);
    assert.deepEqual([pong.toString(), message.toString()], ['between', 'Hello']);
  },

  async 'compression-choices'() {
    const numbers = Array.from({ length: 10_000 }, (_, i) => (i * i) % 9973).join(' ');
    for (const perMessageDeflate of [
      true,
      { serverNoContextTakeover: true, clientNoContextTakeover: true },
      { clientMaxWindowBits: 10 },
      { serverMaxWindowBits: 15, threshold: 0 },
      // It inflates with no larger window than this.
      ...[8, 9, 10, 11, 12, 13, 14].map(serverMaxWindowBits => ({ serverMaxWindowBits })),
    ]) {
      const socket = await open('/deflate', { perMessageDeflate });
      assert.equal(socket.extensions, 'permessage-deflate');
      for (const text of ['a'.repeat(60_000), numbers, 'short', '']) {
        const reply = once(socket, 'message');
        socket.send(text);
        assert.equal((await reply)[0].toString(), text);
      }
      socket.close(1000);
      await once(socket, 'close');
    }

    const plain = await open('/deflate', { perMessageDeflate: false });
    assert.equal(plain.extensions, '');
    const reply = once(plain, 'message');
    plain.send('z'.repeat(10_000));
    assert.equal((await reply)[0].length, 10_000);
  },

  async 'refused'() {
    assert.deepEqual((await statusOf('/secret'))[0], 401);
    assert.deepEqual((await statusOf('/echo', { origin: 'https://elsewhere.example' }))[0], 403);
    assert.deepEqual((await statusOf('/closing/not-a-number'))[0], 400);
    assert.deepEqual(await statusOf('/echo', { protocolVersion: 8 }), [426, 'websocket', '13']);

    const admitted = await open('/secret', { headers: { Authorization: 'Bearer open-sesame' } });
    admitted.close();
    await once(admitted, 'close');
  },

  async 'vanish'() {
    const socket = await open('/watched?key=ws-vanished');
    socket.terminate();
    await once(socket, 'close');
  },

  async 'crowd'() {
    const CONNECTIONS = 1000;
    const ROOMS = 50;
    const MEMBERS = CONNECTIONS / ROOMS;
    const EACH = 10;
    const EXPECTED = MEMBERS * EACH;

    const members = Array.from({ length: CONNECTIONS }, (_, i) => ({ room: i % ROOMS, number: Math.floor(i / ROOMS), heard: new Uint8Array(EXPECTED), count: 0 }));
    async function join(member) {
      const socket = member.socket = new WebSocket(`${base}/rooms/room${member.room}`, { perMessageDeflate: false });
      member.complete = new Promise((resolve, reject) => {
        member.joined = new Promise(joined => {
          socket.on('message', data => {
            const message = JSON.parse(data);
            if (message.type === 'joined') return joined();
            const [room, number, n] = message.text.split(':').map(Number);
            const heard = number * EACH + n;
            if (room !== member.room) return reject(new Error(`room ${member.room} heard ${message.text}`));
            if (++member.heard[heard] > 1) return reject(new Error(`${message.text} came twice`));
            if (++member.count === EXPECTED) resolve();
          });
        });
        socket.on('error', reject);
        socket.on('close', code => reject(new Error(`closed with ${code} after ${member.count} of ${EXPECTED}`)));
      });
      await member.joined;
    }

    for (let i = 0; i < CONNECTIONS; i += 100) {
      await Promise.all(members.slice(i, i + 100).map(join));
    }
    for (let n = 0; n < EACH; n++) {
      for (const member of members) {
        member.socket.send(JSON.stringify({ type: 'say', text: `${member.room}:${member.number}:${n}` }));
      }
    }
    await Promise.all(members.map(member => member.complete));

    // What came too often would still come before the answer to the close frame.
    await Promise.all(members.map(async member => {
      member.socket.close(1000);
      await once(member.socket, 'close');
      assert.equal(member.count, EXPECTED);
    }));
    console.log(`${CONNECTIONS} connections heard ${CONNECTIONS * EXPECTED} messages`);
  },
};

await scenarios[scenario]();
console.log('ok');
process.exit(0);
