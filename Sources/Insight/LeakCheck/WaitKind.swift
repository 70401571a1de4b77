// WaitKind: what a suspended task waits for, by the functions that it will resume in. The judges and the task profile ask.
// Relies on: the names of the concurrency library's own functions, of Swift 6.3.

/// What a task waits for.
package enum WaitKind: String, Sendable, Hashable {
  case sleep, continuation, stream
  case taskGroup = "task-group"
  case taskValue = "task-value"

  /// The innermost function that says so decides; nil when none does.
  ///
  /// - Parameter names: Demangled in full, innermost first.
  package init?(resumingIn names: [String]) {
    let kinds: [(String, WaitKind)] = [
      ("Never>.sleep", .sleep), ("Continuation", .continuation), ("AsyncStream", .stream),
      ("AsyncThrowingStream", .stream), ("task_group", .taskGroup), ("TaskGroup", .taskGroup),
      ("task_future_wait", .taskValue), ("Task.value", .taskValue),
    ]
    for name in names {
      guard let kind = kinds.first(where: { name.contains($0.0) })?.1 else { continue }
      self = kind
      // A stream and a sleep are made of a continuation; what stands further out says which.
      if kind == .continuation {
        if names.contains(where: { $0.contains("Never>.sleep") }) { self = .sleep }
        if names.contains(where: { $0.contains("AsyncStream") || $0.contains("AsyncThrowingStream") }) {
          self = .stream
        }
      }
      return
    }
    return nil
  }
}
