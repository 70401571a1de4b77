// One task waits for another that nobody can resume.
@inline(never) func lookUp() async -> Int {
  await withUnsafeContinuation { continuation in _ = continuation }
}

@inline(never) func chain() {
  let first = Task { await lookUp() }  // leak: suspended-task
  Task { print(await first.value + 1) }
}
chain()
try? await Task.sleep(for: .milliseconds(20))
