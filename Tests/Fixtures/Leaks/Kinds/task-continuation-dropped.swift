// One path forgets to resume.
@inline(never) func answer(_ ok: Bool) async -> Int {
  await withUnsafeContinuation { continuation in
    if ok { continuation.resume(returning: 1) }
  }
}

@inline(never) func ask() {
  Task { print(await answer(false)) }  // leak: suspended-task
}
ask()
try? await Task.sleep(for: .milliseconds(20))
