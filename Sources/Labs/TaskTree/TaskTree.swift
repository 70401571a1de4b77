// TaskTree: what Swift promises of tasks and their children, as a machine without tasks: who is canceled with whom, who waits
// for whom, and where an error goes. The runtime that keeps the promise is not ours, so the tests run both side by side.
// Source: Swift Evolution SE-0304, Structured concurrency: a scope's children end before it does; a body that throws cancels
// them; cancellation goes down and sets a flag. Every task here has one throwing group and takes its children's results with
// `while try await group.next() != nil {}` when its body has nothing left to do.
// Invariant: a task that has ended has no child that has not.

/// Tasks in a tree, and others that nobody waits for.
package struct TaskTree {
  /// What a task is doing.
  package enum Phase {
    /// Its body runs.
    case running
    /// Its body waits for what never comes, until it is canceled.
    case waiting
    /// Its body is done and takes the results of its children.
    case joining
    /// Nothing is left of it.
    case ended
  }

  /// One task.
  package struct Node {
    /// Whose child it is; nil for one of its own, which has a handle.
    package var parent: Int?
    package var phase = Phase.running
    package var isCanceled = false
    /// Whether its body threw, or will have when its children have ended.
    package var hasThrown = false
    /// The failures of children that it has not taken yet.
    package var failures = 0
  }

  /// In the order in which they were made.
  package private(set) var nodes: [Node] = []

  /// No task.
  package init() {}

  /// Makes a task of its own.
  package mutating func make() { nodes.append(Node()) }

  /// Adds a child to a task whose body runs. A child of a canceled task is born canceled.
  package mutating func add(to task: Int) {
    nodes.append(Node(parent: task, isCanceled: nodes[task].isCanceled))
  }

  /// A running task waits. One that is canceled does not: its wait throws.
  package mutating func wait(_ task: Int) {
    if nodes[task].isCanceled { raise(task) } else { nodes[task].phase = .waiting }
  }

  /// A running task's body has nothing left to do.
  package mutating func finish(_ task: Int) {
    nodes[task].phase = .joining
    join(task)
  }

  /// A running task's body throws.
  package mutating func raise(_ task: Int) {
    nodes[task].phase = .joining
    fail(task)
    join(task)
  }

  /// Cancels a task and all below it. Who waits wakes, and its wait throws.
  package mutating func cancel(_ task: Int) {
    if nodes[task].isCanceled || nodes[task].phase == .ended { return }
    nodes[task].isCanceled = true
    for child in nodes.indices where nodes[child].parent == task { cancel(child) }
    if nodes[task].phase == .waiting { raise(task) }
  }

  /// Whether a child of the task has not ended.
  package func hasChildren(_ task: Int) -> Bool {
    nodes.contains { $0.parent == task && $0.phase != .ended }
  }

  /// The group's children are canceled with the error that leaves it; the task itself is not.
  private mutating func fail(_ task: Int) {
    if nodes[task].hasThrown { return }
    nodes[task].hasThrown = true
    for child in nodes.indices where nodes[child].parent == task { cancel(child) }
  }

  /// Takes what the children came to, and ends when none is left.
  private mutating func join(_ task: Int) {
    guard nodes[task].phase == .joining else { return }
    if nodes[task].failures > 0 {
      nodes[task].failures = 0
      fail(task)
    }
    // Canceling children may have ended them, and with the last of them this task.
    guard nodes[task].phase == .joining, !hasChildren(task) else { return }
    nodes[task].phase = .ended
    guard let parent = nodes[task].parent else { return }
    if nodes[task].hasThrown { nodes[parent].failures += 1 }
    join(parent)
  }
}
