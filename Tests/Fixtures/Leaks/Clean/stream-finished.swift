// A producer that says when it is done, and a consumer that listens until then.
@inline(never) func produce() -> AsyncStream<Int> {
  AsyncStream { continuation in
    Task {
      for n in 0..<20 { continuation.yield(n); await Task.yield() }
      continuation.finish()
    }
  }
}
var total = 0
for await n in produce() { total += n }
print(total)
