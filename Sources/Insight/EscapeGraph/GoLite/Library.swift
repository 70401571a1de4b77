// The part of Go's library that chapters call: types and functions without bodies, with the tags that the compiler printed
// for them. They are read as Go text, by the same parser.
// Source: `go build -gcflags=-m` of Go 1.27.3 on the library itself; tags are those without inlining.

extension GoLite {
  final class Library {
    private var packages: [String: [String: Entity]] = [:]
    private var checkers: [Checker] = []

    /// Reads all of it.
    init() throws(Failure) {
      for (path, text) in Self.texts {
        var parser = try Parser("package p\n" + text)
        let file = try parser.file()
        let checker = Checker(language: .go127, library: self)
        checker.prefix = (path.split(separator: "/").last.map(String.init) ?? path) + "."
        checker.check(file)
        if let failure = checker.failures.first { throw failure }
        for function in checker.functions {
          function.tags = Self.tags(of: function)
        }
        for name in checker.package.keys { checker.package[name] = try checker.lookUp(name, at: .none) }
        packages[path] = checker.package
        checkers.append(checker)
      }
    }

    /// Lets go of what the packages are made of; nothing of them can be used after it.
    func open() {
      for checker in checkers { checker.made.open() }
      checkers = []
      packages = [:]
    }

    func entity(_ name: String, of path: String) -> Entity? { packages[path]?[name] }

    /// `//escape: heap:1 result0:0 | …`, one part a parameter; no directive: nothing flows anywhere.
    private static func tags(of function: Function) -> [EscapeTag] {
      let count = function.inputs.count
      guard let directive = function.directives.first(where: { $0.hasPrefix("//escape:") }) else {
        return Array(repeating: EscapeTag(), count: count)
      }
      var tags = directive.dropFirst("//escape:".utf8.count).split(
        separator: "|", omittingEmptySubsequences: false
      )
      .map { part in
        var tag = EscapeTag()
        for word in part.split(separator: " ") {
          let pieces = word.split(separator: ":")
          guard pieces.count == 2, let derefs = Int(pieces[1]) else { continue }
          switch pieces[0] {
          case "heap": _ = tag.add(.heap, derefs)
          case "mutator": _ = tag.add(.mutator, derefs)
          case "callee": _ = tag.add(.callee, derefs)
          default:
            if let index = Int(pieces[0].dropFirst("result".utf8.count)) {
              _ = tag.add(.result(index), derefs)
            }
          }
        }
        return tag
      }
      while tags.count < count { tags.append(EscapeTag()) }
      return tags
    }
  }
}
