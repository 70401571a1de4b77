// A throwing task group: the first failure ends the work, a report names the file.

struct Unreadable: Error {
  let path: String
}

final class Report {
  var sizes: [String: Int] = [:]
}

@inline(never)
func size(of path: String) async throws -> Int {
  guard path.utf8.first != UInt8(ascii: "!") else { throw Unreadable(path: path) }  // heap: Unreadable thrown
  return path.utf8.count
}

@inline(never)
func measured(_ paths: [String]) async throws -> Report {
  let report = Report()  // heap: Report returned
  try await withThrowingTaskGroup(of: (String, Int).self) { group in  // heap: library library-call
    for path in paths {
      group.addTask {  // heap: closure captured|passed-escaping; heap: Task task-object
        (path, try await size(of: path))
      }
    }
    for try await (path, size) in group { report.sizes[path] = size }  // heap: [String: Int] growth
  }
  return report
}

@inline(never)
func total(_ paths: [String]) async -> Int {
  do {
    let report = try await measured(paths)
    return report.sizes.values.reduce(0, +)
  } catch let error as Unreadable {
    return -error.path.utf8.count
  } catch {
    return 0
  }
}

@main
enum FailingGroup {
  static func main() async {
    let good = await total(["a", "bc", "def"])
    let bad = await total(["a", "!none"])
    precondition(good == 6 && bad == -5)
  }
}
