// node ws.mjs PORT
import { WebSocketServer } from "ws"
import { answer } from "./answer.mjs"

const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]), backlog: 4096 })
const subscribers = new Set()

server.on("connection", (socket, request) => {
  socket.on("error", () => socket.terminate())
  switch (request.url) {
    case "/echo":
      socket.on("message", (data, binary) => socket.send(data, { binary }))
      break
    case "/json":
    case "/chat":
      socket.on("message", data => socket.send(answer(data)))
      break
    case "/sub":
      subscribers.add(socket)
      socket.on("close", () => subscribers.delete(socket))
      break
    case "/pub":
      socket.on("message", (data, binary) => {
        for (const subscriber of subscribers) subscriber.send(data, { binary })
      })
  }
})
