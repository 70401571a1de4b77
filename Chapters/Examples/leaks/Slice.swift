// Of each message only the first word is kept. A slice keeps all of it.
nonisolated(unsafe) var names: [ArraySlice<UInt8>] = []

func receive() -> [UInt8] { Array("LOGIN".utf8) + [UInt8](repeating: 32, count: 995) }

func leakRound() {
  for _ in 0..<10 {
    let message = receive()
    names.append(message.prefix(5))
  }
}
