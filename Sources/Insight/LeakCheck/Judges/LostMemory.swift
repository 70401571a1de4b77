// LostMemory: what nothing reaches. Each cycle is a leak, and so is each block that no other lost one refers to; what these
// keep is counted with them. Trial deletion agrees with a cycle when no count is unexplained; where a task is part of it, it
// cannot, because a suspended task counts itself and its frames are not described.

extension LeakCheck {
  struct Lost {
    var leaks: [Leak] = []
    var libraryBlocks = 0
    var libraryBytes = 0
  }

  func lostMemory() -> Lost {
    var lost = Lost()
    var isClaimed = [Bool](repeating: false, count: snapshot.blocks.count)
    let cycles = garbage.components.filter(\.isCycle)
    // An open folder's memory goes with its descriptor.
    let handles = Set(snapshot.descriptors.map(\.handle))
    let starts = garbage.components.filter {
      !$0.isCycle && $0.isFirst && !handles.contains(snapshot.blocks[$0.blocks[0]].address)
    }
    for component in cycles + starts {
      // A cycle that an earlier one keeps goes away with it.
      guard !isClaimed[component.blocks[0]] || component.isCycle else { continue }
      let claimed = claim(component.blocks, &isClaimed)
      let bytes = claimed.reduce(0) { $0 + snapshot.blocks[$1].bytes }
      if let leak = component.isCycle ? cycle(component, bytes) : unreachable(component.blocks[0], bytes) {
        lost.leaks.append(leak)
      } else {
        lost.libraryBlocks += claimed.count
        lost.libraryBytes += bytes
      }
    }
    return lost
  }

  private func claim(_ blocks: [Int], _ isClaimed: inout [Bool]) -> [Int] {
    var claimed: [Int] = []
    var grey = blocks.filter { !isClaimed[$0] }
    for block in grey { isClaimed[block] = true }
    while let block = grey.popLast() {
      claimed.append(block)
      for edge in snapshot.edges(of: block)
      where !isClaimed[edge.to] && !reachability.isReached[edge.to] && snapshot.owns(edge, of: block) {
        isClaimed[edge.to] = true
        grey.append(edge.to)
      }
    }
    return claimed
  }

  // MARK: Cycles

  private func cycle(_ component: Garbage.Component, _ bytes: Int) -> Leak? {
    let task = component.blocks.first { snapshot.blocks[$0].kind == .task }
    guard var first = representative(component.blocks) else { return nil }
    if let task, !ownsTask(component.blocks) { return suspendedTask(task, bytes: bytes) }
    var path = shortestWayBack(from: first, in: Set(component.blocks))
    if let captured = captured(in: path), site(of: path[captured].block) != nil {
      path = Array(path[captured...] + path[..<captured])
      first = path[0].block
    }
    guard let site = site(of: first) else { return nil }
    let holders = path.map { holder($0.block, offset: $0.offset) }
    let kind = task != nil ? "task-cycle" : Kinds.cycle(path, snapshot)
    let agrees = component.blocks.allSatisfy { !trial.isHeld[$0] }
    return Leak(
      kind: kind, judgement: .cycle, name: name(of: first), site: site, count: 1, bytes: bytes,
      holders: holders,
      confidence: agrees && task == nil ? .certain : .likely,
      remedy: Kinds.remedy(kind, holders: holders))
  }

  /// The user's object that was made first; else a closure's context, else anything with a place.
  private func representative(_ blocks: [Int]) -> Int? {
    let byTurn = blocks.sorted { snapshot.blocks[$0].turn < snapshot.blocks[$1].turn }
    let placed = byTurn.filter { site(of: $0) != nil }
    return placed.first { snapshot.isUsersObject($0) }
      ?? placed.first { snapshot.blocks[$0].kind == .context || snapshot.blocks[$0].kind == .box } ?? placed
      .first
      ?? byTurn.first { snapshot.blocks[$0].kind == .task }
  }

  /// An object of the user's has the task in a property; else the task only waits for what it itself keeps.
  private func ownsTask(_ blocks: [Int]) -> Bool {
    blocks.contains { block in
      snapshot.isUsersObject(block)
        && snapshot.edges(of: block).contains { $0.isExact && snapshot.blocks[$0.to].kind == .task }
    }
  }

  /// Of a cycle through a closure the object that it captures is the one to name: its `self`.
  private func captured(in path: [(block: Int, offset: Int)]) -> Int? {
    let closures = path.indices.filter { Kinds.isClosure(path[$0], snapshot) }
    guard let last = closures.last, !snapshot.isUsersObject(path[last].block) || path.count > 1 else {
      return nil
    }
    let next = (last + 1) % path.count
    return snapshot.isUsersObject(path[next].block) ? next : nil
  }

  /// Once around, by breadth-first search.
  func shortestWayBack(from start: Int, in blocks: Set<Int>) -> [(block: Int, offset: Int)] {
    var from: [Int: (block: Int, offset: Int)] = [:]
    var queue = [start]
    var next = 0
    while next < queue.count {
      let block = queue[next]
      next += 1
      for edge in snapshot.edges(of: block) where blocks.contains(edge.to) && snapshot.owns(edge, of: block) {
        if edge.to == start {
          var path = [(block: block, offset: edge.offset)]
          while let step = from[path[0].block], path[0].block != start { path.insert(step, at: 0) }
          return path
        }
        guard from[edge.to] == nil else { continue }
        from[edge.to] = (block, edge.offset)
        queue.append(edge.to)
      }
    }
    return []
  }

  // MARK: What nothing refers to

  private func unreachable(_ block: Int, _ bytes: Int) -> Leak? {
    let kind: String
    switch snapshot.blocks[block].kind {
    case .task: return suspendedTask(block, bytes: bytes)
    case .object:
      if reachability.keptAtFileScope.contains(block) { return nil }
      kind = "over-retained"
    case .context, .box: kind = "lost-closure"
    case .error: kind = "over-retained"
    case .plain:
      guard !naming.isLibrarysOwn(snapshot.blocks[block].stack, isDescriptor: false) else { return nil }
      kind = "raw-memory"
    case .sideTable, .slab, .job: return nil
    }
    guard let site = site(of: block) else { return nil }
    return Leak(
      kind: kind, judgement: .unreachable, name: name(of: block), site: site, count: 1, bytes: bytes,
      holders: [],
      confidence: confidence(.certain, at: site), remedy: Kinds.remedy(kind, holders: []))
  }
}
