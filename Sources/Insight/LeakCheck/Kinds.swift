// Kinds: the names of leaks, and what to do about each. One remedy, in the words of the program where it knows them.

enum Kinds {
  /// What makes the cycle: a closure, a collection, or plain properties.
  static func cycle(
    _ path: [(block: Int, offset: Int)], _ snapshot: Snapshot
  ) -> String {
    if path.contains(where: { isClosure($0, snapshot) }) { return "closure-cycle" }
    return path.contains { snapshot.isStorage($0.block) } ? "collection-cycle" : "object-cycle"
  }

  /// A closure's context, a variable that it captured, or a property that is a function.
  static func isClosure(_ step: (block: Int, offset: Int), _ snapshot: Snapshot) -> Bool {
    let kind = snapshot.blocks[step.block].kind
    if kind == .context || kind == .box { return true }
    return snapshot.field(of: step.block, at: step.offset)?.type.contains("->") ?? false
  }

  static func remedy(_ kind: String, holders: [HolderName]) -> String {
    let named = holders.filter { $0.type != "closure" && $0.type != "captured variable" && $0.type != "Task" }
    let fields = named.filter { $0.field != "element" && !$0.field.hasPrefix("+") }
    let back = fields.last.map { "\($0.type).\($0.field)" } ?? "one of the references"
    switch kind {
    case "closure-cycle":
      let place = fields.first.map { " that \($0.type).\($0.field) keeps" } ?? ""
      return "capture weakly in the closure\(place): { [weak self] in … }, or set it to nil when done"
    case "collection-cycle", "object-cycle":
      return "make \(back) weak (or unowned), or set it to nil when done"
    case "task-cycle":
      return
        "finish the stream or cancel the task before the last reference goes, and capture self weakly in the task"
    case "over-retained":
      return
        "balance each passRetained or retain with one release, and deinitialize memory before it is deallocated"
    case "lost-closure":
      return "release the Unmanaged or opaque reference that the closure's context was given to"
    case "raw-memory": return "deallocate it where its owner ends: defer { pointer.deallocate() }, or free()"
    case "continuation":
      return "resume the continuation exactly once on every path, cancellation and errors included"
    case "stream": return "call finish() on the stream's continuation, or cancel the task that reads it"
    case "sleep": return "keep the task and cancel it when its work is no longer wanted"
    case "task-value":
      return "see to it that the task waited for ends: resume, finish or cancel what it waits for"
    case "task-group": return "end or cancel the group's children"
    case "suspended": return "end, cancel or resume what the task waits for"
    case "running-task": return "check Task.isCancelled in the loop, and cancel the task"
    case "growing-collection", "growing-objects":
      // A collection's storage is said by the name of the property or variable that it is.
      let keeper =
        (holders.last { $0.field != "element" } ?? holders.last).map {
          $0.type == "global" ? $0.field : "\($0.type).\($0.field)"
        } ?? "what holds it"
      return "remove entries from \(keeper) when they are no longer needed, or bound it"
    case "descriptor": return "close it where it was opened: defer { close(descriptor) }"
    case "child-process": return "wait for it: waitpid(process, &status, 0)"
    default: return "let go of it where its owner ends"
    }
  }
}
