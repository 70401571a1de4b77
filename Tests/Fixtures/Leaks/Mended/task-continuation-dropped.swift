// One path forgets to resume.
@inline(never) func answer(_ ok: Bool) async -> Int {
  await withUnsafeContinuation { continuation in
    continuation.resume(returning: ok ? 1 : 0)
  }
}

@inline(never) func ask() {
  Task { print(await answer(false)) }
}
ask()
try? await Task.sleep(for: .milliseconds(20))
