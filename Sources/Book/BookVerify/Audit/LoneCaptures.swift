// LoneCaptures: names of wildcards that stand only once. `[addr:a]` promises that the same address comes again; where it
// does not, the name is left over from an older text and promises what nobody checks.
// Relies on: Pattern; the programs of a chapter's plan, within which a name has to repeat.

import BookMarkdown
import BookPrograms

/// Finds names that hold nothing together.
enum LoneCaptures {
  static func findings(of plan: ChapterPlan) -> [Problem] {
    plan.tasks.flatMap { task -> [Problem] in
      var places: [String: [SourcePosition]] = [:]
      for index in task.blocks {
        for (name, position) in captures(of: plan.chapter.blocks[index]) {
          places[name, default: []].append(position)
        }
      }
      // Two names of one kind still say that two things differ.
      let kinds = Dictionary(grouping: places.keys, by: kind)
      return places.filter { $0.value.count == 1 && kinds[kind($0.key)]?.count == 1 }.sorted {
        $0.key < $1.key
      }
      .map { name, positions in
        Problem(
          "capture", plan.file, positions[0], "[\(name)] stands only here, so its name promises nothing",
          remedy: "write [\(kind(name))], or show where it repeats", severity: .warning)
      }
    }
  }

  private static func kind(_ name: String) -> String { String(name.prefix { $0 != ":" }) }

  private static func captures(of block: Block) -> [(String, SourcePosition)] {
    let expectation = block.expectation
    var lines = zip(
      expectation.stated.text.split(separator: "\n", omittingEmptySubsequences: false),
      expectation.stated.lines
    )
    .map { (String($0), $1) }
    for command in expectation.commands {
      lines += zip(command.output.split(separator: "\n", omittingEmptySubsequences: false), command.lines)
        .map { (String($0), $1) }
    }
    return lines.flatMap { line, position in
      Pattern(line).pieces.compactMap { piece -> (String, SourcePosition)? in
        guard case .wildcard(let wildcard, let name?) = piece else { return nil }
        return ("\(wildcard.rawValue):\(name)", position)
      }
    }
  }
}
