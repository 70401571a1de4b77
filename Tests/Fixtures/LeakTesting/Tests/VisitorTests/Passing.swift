// Tests of somebody else's package that must pass, all at the same time and beside those that must fail.
import Foundation
import LeakTesting
import Testing

final class Page {
  var next: Page?
  weak var previous: Page?
  var onTurn: (() -> Void)?
}

nonisolated(unsafe) var cache: [Int: Page] = [:]
let handles = Handles()

actor Handles {
  var all: [Task<Int, Never>] = []
  func keep(_ task: Task<Int, Never>) { all.append(task) }
}

@Suite(.leakFree)
struct CleanSuite {
  @Test func weakBack() {
    let first = Page()
    let second = Page()
    first.next = second
    second.previous = first
    first.onTurn = { [weak first] in first?.next = nil }
    first.onTurn?()
  }

  @Test func whatAGlobalHolds() { cache[1] = Page() }

  @Test(arguments: 0..<20) func cases(_ number: Int) async {
    let page = Page()
    page.onTurn = { [weak page] in page?.next = Page() }
    page.onTurn?()
    await Task.yield()
    #expect(page.next != nil)
  }

  @Test func throwing() async {
    await #expect(throws: CancellationError.self) {
      let task = Task { try await Task.sleep(for: .seconds(60)) }
      task.cancel()
      try await task.value
    }
  }

  @Test func foundation() throws {
    let text = try JSONSerialization.data(withJSONObject: ["a": [1, 2, 3]])
    #expect(String(format: "%d", text.count) == "13")
    #expect(Date().formatted(.iso8601).count > 10)
  }
}

@Test(.allocations(atMost: 0)) func nothing() {}

@inline(never) func boxed(_ number: Int) -> [Int] { Array(repeating: number, count: number) }

@Test(.allocations(atMost: 3)) func exactlyThree() async {
  for _ in 0..<3 { _ = await elsewhere(10) }
}

@concurrent func elsewhere(_ number: Int) async -> [Int] { boxed(number) }

@Test func partOfATest() async throws {
  let one = try await Allocations.count { _ = boxed(100) }
  #expect(one.count == 1 && one.bytes == 832)
  let inTasks = try await Allocations.count {
    await withTaskGroup { group in for _ in 0..<10 { group.addTask { _ = boxed(100) } } }
  }
  #expect(inTasks.count >= 20 && inTasks.bytes >= 8320)
}

@Test(.noTasksLeft, .noFilesLeft, .leakFree) func everythingEnds() async throws {
  async let number = 3
  let soon = Task { try? await Task.sleep(for: .milliseconds(50)) }
  let file = try #require(FileHandle(forReadingAtPath: "/proc/self/status"))
  #expect(try file.readToEnd()?.isEmpty == false)
  try file.close()
  #expect(await number == 3)
  _ = soon
}

/// The handle of a task that has ended is no task.
@Test(.noTasksLeft) func keptHandle() async {
  let task = Task { 7 }
  _ = await task.value
  await handles.keep(task)
}

@Test(.noFilesLeft) func sockets() {
  let one = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
  #expect(one >= 0)
  close(one)
}

@Test func boundedCache() async throws {
  let report = try await LeakCheck.rounds(5) {
    cache.removeAll()
    for key in 0..<10 { cache[key] = Page() }
  }
  #expect(report.isClean, "\(report)")
}

/// What others do at the same time.
@Test(arguments: 0..<8) func noise(_ number: Int) async {
  var pages: [Page] = []
  for round in 0..<2000 {
    let page = Page()
    page.onTurn = { _ = page }
    pages.append(page)
    if round % 50 == 0 { await Task.yield() }
    if round % 400 == 399 {
      for page in pages { page.onTurn = nil }
      pages = []
    }
  }
}
