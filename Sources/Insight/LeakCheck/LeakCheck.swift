// LeakCheck: the judgement of one snapshot. Each judge is a function of the same evidence; what they find is sorted, so that
// equal snapshots give equal reports.

package struct LeakCheck: Sendable {
  let snapshot: Snapshot
  let naming: any Naming
  let mutation: Mutation?
  let reachability: Reachability
  let garbage: Garbage
  let trial: TrialDeletion
  /// Main returned, or the compiler's own call of `exit` ended an asynchronous one: its frames hold nothing any more.
  let hasEnded: Bool
  /// The functions that were running when exit was called in the program's middle.
  let unfinished: Set<String>
  let tasks: [Int: Snapshot.Task]
  /// By stack.
  private let sites: [Int: Site]

  package init(_ snapshot: Snapshot, naming: any Naming, mutation: Mutation? = nil) {
    self.snapshot = snapshot
    self.naming = naming
    self.mutation = mutation
    let callers = naming.functions(of: snapshot.caller)
    let isAsyncMain = snapshot.ending == .exit && callers.first?.contains("async_Main") == true
    hasEnded = snapshot.ending == .main || isAsyncMain
    unfinished = hasEnded ? [] : Set(callers.map(Self.wholeFunction))
    reachability = Reachability(snapshot, hasEnded: hasEnded, mutation: mutation)
    garbage = Garbage(snapshot, reachability)
    trial = TrialDeletion(snapshot, reachability)
    let stacks = Set(([snapshot.blocks] + snapshot.rounds).joined().map(\.stack))
    sites = Dictionary(
      uniqueKeysWithValues: stacks.compactMap { stack in naming.site(of: stack).map { (stack, $0) } })
    tasks = Dictionary(snapshot.tasks.map { ($0.block, $0) }) { first, _ in first }
  }

  /// An asynchronous function is compiled in parts.
  private static func wholeFunction(_ name: String) -> String {
    name.replacing(#/^\(\d+\) (await|suspend) resume partial function for /#, with: "")
  }

  /// A function that called exit keeps what it owns, though no variable of it may be needed any more.
  func confidence(_ confidence: Confidence, at site: Site) -> Confidence {
    unfinished.contains(Self.wholeFunction(site.function)) ? .possible : confidence
  }

  /// Judges.
  ///
  /// - Parameter file: What was run, for the report.
  package func report(file: String) -> LeakReport {
    let lost = lostMemory()
    let suspended = suspendedTasks()
    let growing = growth(besides: lost.leaks + suspended)
    let leaks = lost.leaks + suspended + growing + unreleased() + zombies()
    var skipped: [String] = []
    if snapshot.rounds.isEmpty { skipped.append("growth: there were no rounds; give the file a leakRound()") }
    if snapshot.rounds.count == 1 {
      skipped.append("growth: one round is its own warm-up; use --rounds 3 or more")
    }
    if snapshot.taskLayout == .unknown {
      skipped.append("tasks: the runtime's layout of them is not the known one")
    }
    if snapshot.types.isEmpty, snapshot.blocks.contains(where: { $0.kind == .object }) {
      skipped.append("names of types and properties: the runtime is linked statically")
    }
    if snapshot.blocks.isEmpty {
      skipped.append("the heap: the program is static, or has a malloc of its own")
    }
    if !hasEnded {
      skipped.append("what the frames of main hold, because the program was ended in its middle")
    }
    if lost.libraryBlocks > 0 {
      skipped.append(
        "\(lost.libraryBlocks) lost blocks of \(lost.libraryBytes) bytes that no line of the program made")
    }
    return LeakReport(
      file: file, rounds: snapshot.rounds.count, leaks: Self.merged(leaks), skipped: skipped)
  }

  /// One a kind and place, in the order of places.
  private static func merged(_ leaks: [Leak]) -> [Leak] {
    struct Key: Hashable {
      var kind: String
      var judgement: Judgement
      var site: Site?
      var name: String
    }
    var all: [Leak] = []
    var places: [Key: Int] = [:]
    for leak in leaks {
      let key = Key(kind: leak.kind, judgement: leak.judgement, site: leak.site, name: leak.name)
      if let place = places[key] {
        all[place].count += leak.count
        all[place].bytes += leak.bytes
        all[place].confidence = max(all[place].confidence, leak.confidence)
      } else {
        places[key] = all.count
        all.append(leak)
      }
    }
    return all.sorted {
      ($0.site?.file ?? "", $0.site?.line ?? Int.max, $0.kind, $0.name)
        < ($1.site?.file ?? "", $1.site?.line ?? Int.max, $1.kind, $1.name)
    }
  }

  func site(of block: Snapshot.Block) -> Site? { sites[block.stack] }
  func site(of block: Int) -> Site? { sites[snapshot.blocks[block].stack] }

  // MARK: Words for blocks

  /// What a block is called: its type, or what it is.
  func name(of block: Int) -> String {
    switch snapshot.blocks[block].kind {
    case .object: snapshot.typeName(of: block)
    case .context: "closure"
    case .box: "captured variable"
    case .task: "Task"
    case .slab: "frames of a task"
    case .error: "error"
    case .job: "job"
    case .plain, .sideTable: "\(snapshot.blocks[block].bytes) bytes of memory"
    }
  }

  /// A reference, as a person says it: `ViewModel.onChange`.
  func holder(_ block: Int, offset: Int) -> HolderName {
    switch snapshot.blocks[block].kind {
    case .object:
      HolderName(
        type: name(of: block),
        field: snapshot.field(of: block, at: offset)?.path
          ?? (snapshot.isStorage(block) ? "element" : "+\(offset)"))
    case .context: HolderName(type: "closure", field: "capture")
    case .box: HolderName(type: "captured variable", field: "value")
    case .task, .slab, .job: HolderName(type: "Task", field: "frame")
    default: HolderName(type: name(of: block), field: "+\(offset)")
    }
  }
}
