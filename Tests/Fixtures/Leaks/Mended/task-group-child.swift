// A child of a group never ends, and so does the group.
@inline(never) func stuck() async -> Int {
  await withUnsafeContinuation { (_: UnsafeContinuation<Int, Never>) in }
}
@inline(never) func fetch(_ n: Int) async -> Int { n < 2 ? n : -1 }

@inline(never) func fetchAll() {
  Task {
    await withTaskGroup(of: Int.self) { group in
      for n in 0..<3 { group.addTask { await fetch(n) } }
      for await n in group where n > 5 { print(n) }
    }
  }
}
fetchAll()
try? await Task.sleep(for: .milliseconds(20))
