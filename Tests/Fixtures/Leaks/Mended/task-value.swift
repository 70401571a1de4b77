// One task waits for another that nobody can resume.
@inline(never) func lookUp() async -> Int {
  await withUnsafeContinuation { continuation in continuation.resume(returning: 4) }
}

@inline(never) func chain() {
  let first = Task { await lookUp() }
  Task { print(await first.value + 1) }
}
chain()
try? await Task.sleep(for: .milliseconds(20))
