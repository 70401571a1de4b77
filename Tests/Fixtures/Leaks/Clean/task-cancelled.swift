// A sleeper that is cancelled and awaited.
let sleeper = Task {
  do { try await Task.sleep(for: .seconds(3600)); return false } catch { return true }
}
await Task.yield()
sleeper.cancel()
print(await sleeper.value)
