// A most-recently-used list with a dictionary of positions.
final class Document {
  let path: String
  var newer: Document?
  unowned(unsafe) var older: Document?
  init(path: String) { self.path = path }
}

final class RecentFiles {
  private var byPath: [String: Document] = [:]
  private var oldest: Document?
  private var newest: Document?
  let limit: Int
  init(limit: Int) { self.limit = limit }

  func open(_ path: String) -> Document {
    if let known = byPath[path] { return known }
    let document = Document(path: path)  // heap: Document returned|stored-field
    byPath[path] = document  // heap: [String: Document] growth
    if let last = newest {
      last.newer = document
      document.older = last
    } else {
      oldest = document
    }
    newest = document
    if byPath.count > limit { forget() }
    return document
  }

  private func forget() {
    guard let first = oldest else { return }
    byPath.removeValue(forKey: first.path)  // heap: [String: Document] copy-on-write !
    oldest = first.newer
    oldest?.older = nil
  }

  var paths: [String] {
    var all: [String] = []
    var next = oldest
    while let document = next {
      all.append(document.path)  // heap: [String] growth
      next = document.newer
    }
    return all
  }
}

func run() {
  let recent = RecentFiles(limit: 2)  // stack: RecentFiles
  for name in ["a", "b", "a", "c"] { _ = recent.open(name) }
  precondition(recent.paths == ["b", "c"])
}

run()
