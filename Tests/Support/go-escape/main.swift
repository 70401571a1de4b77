// go-escape [--go VERSION] FILE…: what GoLite says about Go files, one verdict a line, for Benchmarks/go_escape.py. What it
// leaves out stands there with `error:`; that is no failure of the program.

import Escape
import Foundation

var language = GoLite.Language.go127
var files = Array(CommandLine.arguments.dropFirst())
if files.first == "--go", files.count > 1 {
  guard let known = GoLite.Language(rawValue: files[1]) else {
    FileHandle.standardError.write(Data("go-escape: there are --go 1.19 and --go 1.27\n".utf8))
    exit(2)
  }
  language = known
  files.removeFirst(2)
}
for file in files {
  guard let source = try? String(contentsOfFile: file, encoding: .utf8) else {
    FileHandle.standardError.write(Data("go-escape: \(file) cannot be read\n".utf8))
    exit(2)
  }
  do {
    let explanation = try GoLite.analyze(source: source, language: language)
    for verdict in explanation.verdicts { print(verdict.text(file: file)) }
    for failure in explanation.failures {
      print("\(file):\(failure.position.line):\(failure.position.column): error: \(failure.message)")
    }
  } catch {
    print("\(file):\(error.position.line):\(error.position.column): error: \(error.message)")
  }
}
