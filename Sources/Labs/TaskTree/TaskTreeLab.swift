// TaskTreeLab: the tree of tasks in a reader's hands, in time: each action is a moment, and each task a line from the moment in
// which it was made to the one in which nothing was left of it.
// Relies on: TaskTree. Invariant: lines hold what each task was at each moment since it was made.

/// A tree of tasks in time.
public final class TaskTreeLab: Lab {
  /// What an action can come to.
  public enum Event: Int, CaseIterable, Sendable {
    case start, full, notRunning, noHandle, hasEnded
    case added, addedCanceled, made, waits, threwAtOnce
    case ended, joins, threw, threwAndJoins, cancelsOthers
    case canceled, canceledAndEnded, alreadyCanceled
  }

  /// The picture has no room for more.
  static let mostTasks = 7
  static let mostMoments = 20

  private(set) var tree = TaskTree()
  /// By task and moment, and from which moment on.
  private(set) var lines: [(first: Int, phases: [TaskTree.Phase])] = []
  /// By task, the moment in which it was canceled.
  private(set) var canceled: [Int?] = []
  private(set) var moment = 0
  private(set) var last = Event.start

  /// One task, which runs.
  public init() {
    tree.make()
    record()
  }

  /// Task `a` adds a child (0), makes a task of its own (1), waits (2), has nothing left to do (3), throws (4), or is canceled
  /// by its handle (5).
  public func act(_ kind: Int, _ a: Int, _ b: Int, _ c: Int) -> Int {
    if kind >= 0, kind < 6 { last = act(kind, on: a < 0 || a >= tree.nodes.count ? 0 : a) }
    return last.rawValue
  }

  /// A scope outlives its children, who are canceled with it.
  public var holds: Bool {
    tree.nodes.allSatisfy { node in
      guard let parent = node.parent else { return true }
      return (tree.nodes[parent].phase != .ended || node.phase == .ended)
        && (!tree.nodes[parent].isCanceled || node.isCanceled || node.phase == .ended)
    } && lines.allSatisfy { $0.first + $0.phases.count == moment }
  }

  private func act(_ kind: Int, on task: Int) -> Event {
    if moment == Self.mostMoments { return .full }
    let before = tree.nodes[task]
    if before.phase == .ended { return .hasEnded }
    if kind == 5 {
      if before.parent != nil { return .noHandle }
      if before.isCanceled { return .alreadyCanceled }
      tree.cancel(task)
      record()
      return tree.nodes[task].phase == .ended ? .canceledAndEnded : .canceled
    }
    guard before.phase == .running else { return .notRunning }
    if kind < 2, tree.nodes.count == Self.mostTasks { return .full }
    defer { record() }
    switch kind {
    case 0: tree.add(to: task)
    case 1: tree.make()
    case 2: tree.wait(task)
    case 3: tree.finish(task)
    default: tree.raise(task)
    }
    return event(kind, task, before)
  }

  private func event(_ kind: Int, _ task: Int, _ before: TaskTree.Node) -> Event {
    let now = tree.nodes[task]
    switch kind {
    case 0: return before.isCanceled ? .addedCanceled : .added
    case 1: return .made
    case 2: return before.isCanceled ? .threwAtOnce : .waits
    case 3 where now.hasThrown: return .cancelsOthers
    case 3: return now.phase == .ended ? .ended : .joins
    default: return now.phase == .ended ? .threw : .threwAndJoins
    }
  }

  private func record() {
    for task in tree.nodes.indices {
      if task == lines.count {
        lines.append((moment, []))
        canceled.append(nil)
      }
      if tree.nodes[task].isCanceled, canceled[task] == nil { canceled[task] = moment }
      lines[task].phases.append(tree.nodes[task].phase)
    }
    moment += 1
  }
}
