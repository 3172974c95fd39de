// bun bun.mjs PORT
import { answer } from "./answer.mjs"

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: Number(process.argv[2]),
  fetch: (request, server) =>
    server.upgrade(request, { data: new URL(request.url).pathname }) ? undefined : new Response("WebSockets only.", { status: 426 }),
  websocket: {
    open(socket) {
      if (socket.data === "/sub") socket.subscribe("news")
    },
    message(socket, message) {
      switch (socket.data) {
        case "/echo":
          socket.send(message)
          break
        case "/json":
        case "/chat":
          socket.send(answer(message))
          break
        case "/pub":
          server.publish("news", message)
      }
    },
  },
})
