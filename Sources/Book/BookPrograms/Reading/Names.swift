// Names: what must be unique or must exist within a chapter and across the book: ids, and groups that are
// used where they are defined.
// Relies on: BlockReader's blocks.

import BookMarkdown

extension BlockReader {
  /// No two blocks of a chapter share a name.
  mutating func checkNames() {
    var first: [String: Block] = [:]
    for block in blocks {
      if let other = first[block.name] {
        fail(
          "id", block.range.start,
          "id '\(block.name)' is already used at \(file):\(other.range.start.line)", "choose another")
      } else {
        first[block.name] = block
      }
    }
  }

  /// A value or an error block sees what its group declared before it, so there must be something; and the
  /// parts of one program are compiled one way.
  mutating func checkGroups() {
    var defined: [String: Block] = [:]
    let groups = blocks.filter { isPart($0) }.compactMap(\.options.group)
    for block in blocks {
      guard let group = block.options.group else { continue }
      if isPart(block) {
        checkFlags(of: block, against: defined[group])
        defined[group] = defined[group] ?? block
      } else if defined[group] == nil {
        let later = groups.contains(group) ? " before it is defined" : ", which no block defines"
        fail(
          "group", block.range.start,
          "this uses the group '\(group)'\(later)\(later.hasPrefix(",") ? Suggestion.phrase(for: group, among: Set(groups)) : "")",
          "put a ```swift group=\(group) block above it")
      }
    }
    for (group, block) in defined where blocks.count(where: { $0.options.group == group }) == 1 {
      fail(
        "group", block.range.start, "the group '\(group)' has one block only", "remove 'group=\(group)'",
        severity: .warning)
    }
  }

  /// True for what becomes part of a group's program and is its own text.
  private func isPart(_ block: Block) -> Bool {
    (block.kind == .swift || block.kind == .hiddenSwift) && block.options.mode != .error
  }

  private mutating func checkFlags(of block: Block, against first: Block?) {
    guard let first, block.options.isOptimized != first.options.isOptimized else { return }
    fail(
      "group", block.range.start,
      "this block is \(block.options.isOptimized ? "" : "not ")'optimized', but the group's first one, on line "
        + "\(first.range.start.line), is \(first.options.isOptimized ? "" : "not ")",
      "a group is one program: write 'optimized' on all of its blocks or on none")
  }
}

extension Chapter {
  /// Ids that two chapters share: names that an author chose must be unique in the book.
  package static func sharedNames(in chapters: [Chapter]) -> [Problem] {
    var first: [String: (file: String, line: Int)] = [:]
    var problems: [Problem] = []
    for chapter in chapters {
      for block in chapter.blocks {
        guard let id = block.options.id else { continue }
        if let other = first[id], other.file != chapter.file {
          problems.append(
            Problem(
              "id", chapter.file, block.range.start,
              "id '\(id)' is already used at \(other.file):\(other.line)", remedy: "choose another"))
        } else {
          first[id] = (chapter.file, block.range.start.line)
        }
      }
    }
    return problems
  }
}
