// The typed messages, for both servers.
export function answer(text) {
  const message = JSON.parse(text)
  switch (message.type) {
    case "add":
      return JSON.stringify({ type: "sum", value: message.a + message.b })
    case "say": {
      const { number, room, from, at, text } = message
      return JSON.stringify({ type: "said", number, room, from, at, text })
    }
    default:
      throw new Error(`No answer to ${message.type}.`)
  }
}
