// The tree of tasks beside Swift's own: the same random actions on the machine and on real tasks with real groups, and after
// each the same tasks have ended, with or without an error, and at their end were canceled or not.
// What this cannot show: in which of two moments something happens that one action sets off.

import Foundation
import Labs
import Synchronization
import TestSupport
import Testing

/// Real tasks that do what they are told.
private final class Troupe: Sendable {
  enum Command {
    case add(Int), make(Int), wait, finish, raise
  }

  struct Failure: Error {}

  struct End: Hashable {
    var task: Int
    var hasThrown: Bool
    var wasCanceled: Bool
  }

  private struct State {
    var ends: Set<End> = []
    /// By task: who is ready for a command, and commands that nobody was ready for.
    var ready: [Int: CheckedContinuation<Command, Never>] = [:]
    var waiting: [Int: [Command]] = [:]
    var handles: [Int: Task<Void, Never>] = [:]
  }
  private let state = Mutex(State())

  var ends: Set<End> { state.withLock { $0.ends } }

  func make(_ task: Int) {
    let handle = Task { _ = try? await self.live(task) }
    state.withLock { $0.handles[task] = handle }
  }

  /// Its maker may not have made it yet.
  func cancel(_ task: Int) async throws {
    while true {
      if let handle = state.withLock({ $0.handles[task] }) { return handle.cancel() }
      try await Task.sleep(for: .milliseconds(1))
    }
  }

  func tell(_ task: Int, _ command: Command) {
    let ready = state.withLock { state -> CheckedContinuation<Command, Never>? in
      if let ready = state.ready.removeValue(forKey: task) { return ready }
      state.waiting[task, default: []].append(command)
      return nil
    }
    ready?.resume(returning: command)
  }

  /// A task whose body runs is not woken by a cancellation, so neither is this.
  private func next(_ task: Int) async -> Command {
    await withCheckedContinuation { continuation in
      let command = state.withLock { state -> Command? in
        if let first = state.waiting[task]?.first {
          state.waiting[task]?.removeFirst()
          return first
        }
        state.ready[task] = continuation
        return nil
      }
      if let command { continuation.resume(returning: command) }
    }
  }

  private func live(_ task: Int) async throws {
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        body: while true {
          switch await next(task) {
          case .add(let child): group.addTask { try await self.live(child) }
          case .make(let other): make(other)
          case .wait: try await Task.sleep(for: .seconds(3600))
          case .finish: break body
          case .raise: throw Failure()
          }
        }
        while try await group.next() != nil {}
      }
      end(task, hasThrown: false)
    } catch {
      end(task, hasThrown: true)
      throw error
    }
  }

  private func end(_ task: Int, hasThrown: Bool) {
    let end = End(task: task, hasThrown: hasThrown, wasCanceled: Task.isCancelled)
    state.withLock { _ = $0.ends.insert(end) }
  }
}

@Suite("the tree of tasks") struct TaskTreeTests {
  private static func ends(_ tree: TaskTree) -> Set<Troupe.End> {
    Set(
      tree.nodes.indices.filter { tree.nodes[$0].phase == .ended }.map {
        .init(task: $0, hasThrown: tree.nodes[$0].hasThrown, wasCanceled: tree.nodes[$0].isCanceled)
      })
  }

  /// What may be done next, and does it on both sides.
  private static func act(
    _ tree: inout TaskTree, _ troupe: Troupe, _ random: inout SeededGenerator
  ) async throws -> String? {
    let living = tree.nodes.indices.filter { tree.nodes[$0].phase != .ended }
    guard let task = living.randomElement(using: &random) else { return nil }
    let isRunning = tree.nodes[task].phase == .running
    switch Int.random(in: 0..<8, using: &random) {
    case 0, 1, 2:
      guard isRunning, tree.nodes.count < 8 else { return "" }
      tree.add(to: task)
      troupe.tell(task, .add(tree.nodes.count - 1))
      return "child of \(task)"
    case 3:
      guard isRunning, tree.nodes.count < 8 else { return "" }
      tree.make()
      troupe.tell(task, .make(tree.nodes.count - 1))
      return "task by \(task)"
    case 4:
      guard isRunning else { return "" }
      tree.wait(task)
      troupe.tell(task, .wait)
      return "\(task) waits"
    case 5:
      guard isRunning else { return "" }
      tree.finish(task)
      troupe.tell(task, .finish)
      return "\(task) finishes"
    case 6:
      guard isRunning else { return "" }
      tree.raise(task)
      troupe.tell(task, .raise)
      return "\(task) throws"
    default:
      guard tree.nodes[task].parent == nil else { return "" }
      tree.cancel(task)
      try await troupe.cancel(task)
      return "\(task) is canceled"
    }
  }

  @Test(
    "after every action the machine and Swift's runtime agree on who has ended, and how",
    arguments: [1, 2, 3, 4])
  func runtime(_ seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    var (threw, canceled) = (0, 0)
    for _ in 0..<50 {
      var tree = TaskTree()
      let troupe = Troupe()
      tree.make()
      troupe.make(0)
      var story: [String] = []
      for _ in 0..<30 {
        guard let words = try await Self.act(&tree, troupe, &random) else { break }
        if words.isEmpty { continue }
        story.append(words)
        let expected = Self.ends(tree)
        for _ in 0..<5000 where troupe.ends != expected { try await Task.sleep(for: .milliseconds(1)) }
        try #require(troupe.ends == expected, "seed \(seed): \(story.joined(separator: ", "))")
      }
      // Nobody stays behind: roots that wait are woken, bodies that run are done.
      for task in tree.nodes.indices where tree.nodes[task].parent == nil {
        try await troupe.cancel(task)
      }
      for task in tree.nodes.indices { troupe.tell(task, .finish) }
      for _ in 0..<5000 where troupe.ends.count < tree.nodes.count {
        try await Task.sleep(for: .milliseconds(1))
      }
      #expect(troupe.ends.count == tree.nodes.count, "\(story.joined(separator: ", "))")
      threw += Self.ends(tree).count { $0.hasThrown }
      canceled += Self.ends(tree).count { $0.wasCanceled }
    }
    #expect(threw > 20 && canceled > 20, "\(threw) threw, \(canceled) were canceled")
  }
}
