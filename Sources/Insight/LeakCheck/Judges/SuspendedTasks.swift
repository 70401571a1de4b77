// SuspendedTasks: tasks that exist when the work is done. One that nobody can resume is lost for certain; one that somebody
// could still resume waits, which is a leak when it waits for a continuation, and may be meant when it sleeps or listens.

extension LeakCheck {
  /// Of the tasks that something still reaches; the lost ones are found with the memory that they keep.
  func suspendedTasks() -> [Leak] {
    snapshot.tasks.compactMap { task in
      guard reachability.isReached[task.block], !isPassedOver(task), !task.hasEnded else { return nil }
      if task.isRunning { return task.isCancelled ? runningTask(task) : nil }
      if task.isEnqueued { return nil }
      return suspendedTask(task.block, bytes: snapshot.blocks[task.block].bytes)
    }
  }

  /// The task that main is, or was.
  private func isPassedOver(_ task: Snapshot.Task) -> Bool {
    snapshot.currentTask != 0 && snapshot.blocks[task.block].address == snapshot.currentTask
  }

  private func runningTask(_ task: Snapshot.Task) -> Leak? {
    guard let site = site(of: task.block) else { return nil }
    return Leak(
      kind: "running-task", judgement: .runningTask, name: "Task", site: site, count: 1,
      bytes: snapshot.blocks[task.block].bytes, holders: [], confidence: .likely,
      remedy: Kinds.remedy("running-task", holders: []))
  }

  func suspendedTask(_ block: Int, bytes: Int) -> Leak? {
    guard let task = tasks[block], let site = site(of: block) else { return nil }
    let isReached = reachability.isReached[block]
    let holders = isReached ? holders(of: block) : []
    let kind = waitKind(of: task) ?? heldKind(holders)
    // The runtime's own helper of Task.sleep stands beside the task that sleeps.
    if kind == "sleep", task.flags & 0x2000000 == 0, task.waiting.isEmpty { return nil }
    let confidence: Confidence =
      if !isReached || kind == "continuation" || grows(at: site) { .likely } else { .possible }
    return Leak(
      kind: kind, judgement: .suspendedTask, name: "Task", site: site, count: 1, bytes: bytes,
      holders: holders, confidence: confidence, remedy: Kinds.remedy(kind, holders: []))
  }

  private func waitKind(of task: Snapshot.Task) -> String? {
    WaitKind(resumingIn: task.waiting.map { naming.function(at: $0) ?? "" })?.rawValue
  }

  /// With -O the functions may be the user's own, with what they wait for inlined; then who holds it tells.
  private func heldKind(_ holders: [HolderName]) -> String {
    if holders.contains(where: { $0.type.contains("AsyncStream") || $0.type.contains("AsyncThrowingStream") })
    {
      return "stream"
    }
    return holders.contains { $0.type.contains("Continuation") } ? "continuation" : "suspended"
  }

  /// There is one more of its tasks after each round.
  private func grows(at site: Site) -> Bool {
    let counts = snapshot.rounds.map { round in
      round.count { $0.kind == .task && self.site(of: $0) == site }
    }
    return Series(counts).isRising(warmUp: mutation != .noWarmUp)
  }

  /// From outside inward, each step that has a name.
  func holders(of block: Int) -> [HolderName] {
    var names: [HolderName] = []
    var at = block
    while let step = reachability.holders[at], names.count < 32 {
      switch step {
      case .block(let holding, let offset):
        names.insert(holder(holding, offset: offset), at: 0)
        at = holding
      case .root(let index):
        if let variable = naming.variable(at: snapshot.roots[index].place) {
          names.insert(HolderName(type: "global", field: variable), at: 0)
        }
        return names
      }
    }
    return names
  }
}
