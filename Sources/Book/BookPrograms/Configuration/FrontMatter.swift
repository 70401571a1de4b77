// FrontMatter: the YAML at the top of a file as settings, each with its place; what is no YAML, or no setting, is said
// there. Contents.md configures the book with it, a chapter its own blocks.
// Relies on: Yams, so that a mistake has a line and a column.

import BookMarkdown
import Yams

/// One `key: value`, or `key: [value, value]`.
struct Setting: Hashable {
  var key: String
  var values: [String]
  /// Of the key, and of the value, in the file.
  var position: SourcePosition
  var valuePosition: SourcePosition
}

/// Reads the front matter of a document.
struct FrontMatter {
  private(set) var settings: [Setting] = []
  private(set) var problems: [Problem] = []
  private let file: String
  private let matter: Document.FrontMatter

  /// - Parameter rule: How problems are named.
  init?(_ document: Document, rule: String) {
    guard let matter = document.frontMatter else { return nil }
    self.matter = matter
    file = document.file
    do {
      guard let mapping = try Yams.compose(yaml: matter.text)?.mapping else { return }
      for (key, value) in mapping {
        settings.append(
          Setting(
            key: key.string ?? "", values: value.sequence?.compactMap(\.string) ?? [value.string ?? ""],
            position: position(key.mark), valuePosition: position(value.mark)))
      }
    } catch let error as YamlError {
      problems.append(problem(error, rule: rule))
    } catch {
      problems.append(Problem(rule, file, .init(line: matter.line, column: 1), "\(error)"))
    }
  }

  private func position(_ mark: Mark?) -> SourcePosition {
    .init(line: (mark?.line ?? 1) - 1 + matter.line, column: mark?.column ?? 1)
  }

  private func problem(_ error: YamlError, rule: String) -> Problem {
    var position = SourcePosition(line: matter.line, column: 1)
    var message = "\(error)"
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      position = self.position(mark)
      message = "this is no YAML: \(problem)"
    default: break
    }
    return Problem(rule, file, position, message, remedy: "the front matter is YAML: key: value")
  }
}
