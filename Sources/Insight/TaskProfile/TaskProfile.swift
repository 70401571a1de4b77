// TaskProfile: the tasks of one moment, equal ones together: made at the same place, waiting at the same place, in the same
// state; what Go's goroutine profile is for goroutines. A value made of a snapshot of the leak probe.
// Source: swift/include/swift/ABI/Task.h, layout version 1, for a task's words. Relies on: Reachability, where tasks are no
// roots: a suspended one that nothing reaches will never resume, because who would resume it would have to refer to it.

import HeapProfiles
import LeakCheck
import Pprof
import Toolchain

/// The tasks of a program at one moment.
package struct TaskProfile: Sendable {
  /// What a task does.
  package enum State: String, Sendable, Hashable {
    case running
    /// It could run, and waits for a thread or an actor.
    case ready
    case suspended
    /// Suspended, and nothing refers to it that could resume it.
    case lost = "will never resume"
  }

  /// Tasks that are alike.
  package struct Group: Sendable {
    package var state: State
    package var isCancelled: Bool
    /// What they wait for; nil for running ones, and where no function says it.
    package var wait: WaitKind?
    /// What they will resume in, innermost first; locations of `profile`.
    package var waiting: [Int]
    /// Who made them, innermost first; locations of `profile`.
    package var made: [Int]
    package var count: Int
    /// Of the tasks and their frames.
    package var bytes: Int
    /// As the runtime numbers them, ascending.
    package var ids: [Int]
  }

  /// The larger groups first.
  package var groups: [Group] = []
  /// A sample for each group, with the values `tasks` and `space`: where it waits, and below that who made it.
  package var profile: Profile
  /// Whether tasks of this program can be told and read.
  package var layout: Snapshot.TaskLayout
  /// Whether it is of the program's end.
  package var isFinal: Bool

  /// All tasks.
  package var count: Int { groups.reduce(0) { $0 + $1.count } }

  /// Groups the tasks of a snapshot.
  ///
  /// - Parameter hidden: Files whose frames stand in no creation stack: the probe's own.
  /// - Complexity: O(blocks + edges), and one run of llvm-symbolizer a module.
  package init(_ snapshot: Snapshot, symbolizer: Symbolizer?, hidden: String = "libleakprobe.so") {
    layout = snapshot.taskLayout
    isFinal = snapshot.ending != .asked
    var places = Places(snapshot.images, hidden: hidden)
    let caller = places.locations(returning: snapshot.stacks[snapshot.caller] ?? [])
    let tasks = snapshot.tasks.map { task in
      (
        task: task, waiting: places.locations(resuming: Self.chain(task)),
        made: places.locations(returning: snapshot.stacks[snapshot.blocks[task.block].stack] ?? [])
      )
    }
    places.name(by: symbolizer)
    profile = Profile(
      valueTypes: [.init("tasks", "count"), .init("space", "bytes")], shownType: "tasks",
      periodType: .init("tasks", "count"))
    profile.period = 1
    profile.mappings = places.mappings
    profile.locations = places.locations
    // An asynchronous main ends in a call of exit that the compiler wrote; its frames hold nothing any more.
    let endsInAsyncMain = caller.flatMap { places.locations[$0].frames }.contains {
      $0.linkName.contains("async_Main")
    }
    let hasEnded = snapshot.ending == .main || (snapshot.ending == .exit && endsInAsyncMain)
    let reachability = Reachability(snapshot, hasEnded: hasEnded)
    var groups: [Key: Group] = [:]
    for (task, waiting, made) in tasks {
      let block = snapshot.blocks[task.block]
      if task.hasEnded { continue }
      if isFinal, snapshot.currentTask != 0, block.address == snapshot.currentTask { continue }
      // What the library waits in says what for; a user's function may have any name.
      let library = waiting.map { places.libraryFrames($0) }
      if task.isHelper, zip(waiting, library).allSatisfy({ places.locations[$0].frames == $1 }) { continue }
      let names = library.joined().map { Demangling.name(of: $0.linkName) }
      let state: State =
        task.isRunning
        ? .running : task.isEnqueued ? .ready : reachability.isReached[task.block] ? .suspended : .lost
      let key = Key(state: state, isCancelled: task.isCancelled, waiting: waiting, made: made)
      groups[
        key,
        default: Group(
          state: state, isCancelled: task.isCancelled,
          wait: state == .running ? nil : WaitKind(resumingIn: names),
          waiting: state == .running ? [] : waiting,
          made: made, count: 0, bytes: 0, ids: [])
      ].add(task, bytes: snapshot.bytes(of: task))
    }
    self.groups = groups.values.map { $0.sorted() }.sorted { ($1.count, $0.ids[0]) < ($0.count, $1.ids[0]) }
    fillProfile()
  }

  private struct Key: Hashable {
    var state: State
    var isCancelled: Bool
    var waiting: [Int]
    var made: [Int]
  }

  /// The function that it resumes in stands in the task and again in its innermost context.
  private static func chain(_ task: Snapshot.Task) -> [UInt64] {
    var chain = task.waiting
    if chain.count > 1, chain[0] == chain[1] { chain.removeFirst() }
    return chain
  }

  /// Between the two stacks a frame stands that says what the outer one is.
  private mutating func fillProfile() {
    guard !groups.isEmpty else { return }
    let seam = profile.locations.count
    let frame = Profile.Frame(function: "task made in", linkName: "task made in", file: "", line: 0)
    profile.locations.append(.init(address: 1 << 62, mapping: nil, frames: [frame]))
    for group in groups {
      var labels = [Profile.Label("state", group.state.rawValue)]
      if let wait = group.wait { labels.append(.init("wait", wait.rawValue)) }
      if group.isCancelled { labels.append(.init("cancelled", "true")) }
      profile.samples.append(
        .init(stack: group.waiting + [seam] + group.made, values: [group.count, group.bytes], labels: labels))
    }
  }
}

extension TaskProfile.Group {
  fileprivate mutating func add(_ task: Snapshot.Task, bytes: Int) {
    count += 1
    self.bytes += bytes
    ids.append(task.id)
  }

  fileprivate func sorted() -> Self {
    var sorted = self
    sorted.ids.sort()
    return sorted
  }
}

extension Snapshot.Task {
  /// The task that Task.sleep makes only to wait for the clock has no priority; every other one has.
  fileprivate var isHelper: Bool { flags & 0xFF00 == 0 && waiting.count <= 2 }
}

extension Snapshot {
  /// Of a task and the slabs that its frames stand in.
  fileprivate func bytes(of task: Task) -> Int {
    let firstSlab = 120
    let nextSlab = 8
    var bytes = blocks[task.block].bytes
    var slab = edges(of: task.block).first { $0.offset == firstSlab }?.to
    var seen: Set<Int> = []
    while let at = slab, blocks[at].kind == .slab, seen.insert(at).inserted {
      bytes += blocks[at].bytes
      slab = edges(of: at).first { $0.offset == nextSlab }?.to
    }
    return bytes
  }
}
