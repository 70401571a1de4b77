// A correct chapter that uses every rule, and what happens when one thing in it is not true any more: each of the changes
// below must be caught, by the rule that it breaks. The unchanged chapter must pass.

import Foundation
import Testing

private let chapter = """
  # Every rule

  ```swift id=lines
  for i in 1...3 { print("line", i) }
  ```
  ```output
  line 1
  line 2
  line 3
  ```

  ```swift id=comment
  print("one")   // Prints "one"
  print("two")   // Prints "two"
  ```

  <!-- swift group=g
  final class Node { deinit { print("freed") } }
  -->
  ```swift group=g
  var node: Node? = Node()
  print("made")   // Prints "made"
  ```
  ```swift group=g
  node = nil   // Prints "freed"
  ```

  An optional number takes <!-- value MemoryLayout<Int?>.size -->9<!-- /value --> bytes, and
  the stride is larger <!-- verify MemoryLayout<Int?>.stride == 16 -->than that.

  ```swift error id=refused
  let x: Int = "a"
  //           ^ error: cannot convert value of type 'String' to specified type 'Int'
  ```

  ```swift crash id=trap
  let a: [Int] = []
  print("before")   // Prints "before"
  print(a[CommandLine.arguments.count])
  // Fatal error: Index out of range
  ```

  ```swift id=wild
  final class Box {}
  let box = Box(), other = Box()
  print(ObjectIdentifier(box) == ObjectIdentifier(box), Unmanaged.passUnretained(box).toOpaque())
  print(Unmanaged.passUnretained(box).toOpaque(), Unmanaged.passUnretained(other).toOpaque())
  ```
  ```output
  true [addr:a]
  [addr:a] [addr:b]
  ```

  ```swift unordered id=any-order
  for s in ["b", "a", "c"] { print(s) }
  ```
  ```output
  a
  b
  c
  ```

  ```swift include=Sources/Slice.swift#part id=included
  print("slice")
  ```
  ```output
  slice
  ```

  ```swift id=noisy
  import Foundation
  FileHandle.standardError.write(Data("warned\\n".utf8))
  ```
  ```output stderr
  warned
  ```

  ```console id=transcript
  $ lesson list
  values/stack-heap      [..]
  values/stack-depth     [..]
  $ lesson run nothing
  error: there is no lesson 'nothing'
    lesson list names them: [..]
  ? 2
  ```

  ```swift allocs=1 id=counted
  final class N { var n = 1 }
  let n = N()
  ```

  ```swift no-run id=unrun
  print(readLine() ?? "")
  ```

  """

private let slice = "// snippet.part\nprint(\"slice\")\n// snippet.end\n"

/// One change and the rule that has to notice.
struct Mutation: CustomTestStringConvertible, Sendable {
  var old: String
  var new: String
  var rule: String

  var testDescription: String { "\(old.debugDescription) → \(new.debugDescription) [\(rule)]" }
}

private let mutations: [Mutation] = [
  .init(old: "line 2\nline 3", new: "line 2\nline 4", rule: "output"),
  .init(old: "line 1\nline 2\n", new: "line 1\n", rule: "output"),
  .init(old: "line 3\n```", new: "line 3\nline 4\n```", rule: "output"),
  .init(old: "// Prints \"one\"", new: "// Prints \"onc\"", rule: "output"),
  .init(old: "print(\"two\")   // Prints \"two\"", new: "print(\"two\")", rule: "output"),
  .init(old: "print(\"one\")   // Prints \"one\"", new: "print(1)   // Prints \"one\"", rule: "output"),
  .init(old: "// Prints \"made\"", new: "// Prints \"mode\"", rule: "output"),
  .init(
    old: "node = nil   // Prints \"freed\"", new: "node = Node()   // Prints \"freed\"\nnode = nil",
    rule: "output"),
  .init(old: "print(\"freed\")", new: "print(\"free\")", rule: "output"),
  .init(old: "-->9<!--", new: "-->8<!--", rule: "value"),
  .init(old: "value MemoryLayout<Int?>.size", new: "value MemoryLayout<Int?>.stride", rule: "value"),
  .init(old: "stride == 16", new: "stride == 9", rule: "claim"),
  .init(old: "verify MemoryLayout<Int?>.stride", new: "verify MemoryLayout<Int8>.stride", rule: "claim"),
  .init(old: "let x: Int = \"a\"", new: "let x: String = \"a\"", rule: "error"),
  .init(old: "//           ^ error: cannot", new: "//          ^ error: cannot", rule: "error"),
  .init(old: "specified type 'Int'", new: "specified type 'UInt'", rule: "error"),
  .init(old: "print(a[CommandLine.arguments.count])", new: "print(a.count)", rule: "crash"),
  .init(old: "Fatal error: Index out of range", new: "Fatal error: Index out of bounds", rule: "crash"),
  .init(old: "// Prints \"before\"", new: "// Prints \"after\"", rule: "output"),
  .init(old: "[addr:a] [addr:b]", new: "[addr:b] [addr:a]", rule: "wildcard"),
  .init(old: "[addr:a] [addr:b]", new: "[addr:a] [addr:a]", rule: "wildcard"),
  .init(old: "true [addr:a]", new: "true [int]", rule: "output"),
  .init(old: "a\nb\nc\n```", new: "a\nb\nb\n```", rule: "output"),
  .init(old: "[\"b\", \"a\", \"c\"]", new: "[\"b\", \"a\"]", rule: "output"),
  .init(old: "swift unordered id", new: "swift id", rule: "output"),
  .init(old: "\nprint(\"slice\")", new: "\nprint(\"slicer\")", rule: "include"),
  .init(old: "Slice.swift#part", new: "Slice.swift#parts", rule: "include"),
  .init(old: "\nslice\n", new: "\nslide\n", rule: "output"),
  .init(old: "\nwarned\n", new: "\nwarmed\n", rule: "output"),
  .init(old: "```output stderr\nwarned\n```", new: "", rule: "output"),
  .init(old: "? 2", new: "? 1", rule: "exit"),
  .init(old: "? 2\n", new: "", rule: "exit"),
  .init(old: "no lesson 'nothing'", new: "no lesson 'something'", rule: "output"),
  .init(old: "allocs=1", new: "allocs=2", rule: "allocations"),
  .init(old: "let n = N()", new: "let n = (N(), N())", rule: "allocations"),
  .init(old: "print(readLine() ?? \"\")", new: "print(readline() ?? \"\")", rule: "compile"),
]

private func book(_ text: String) throws -> TemporaryBook {
  try TemporaryBook(["chapter.md": text, "Sources/Slice.swift": slice])
}

@Test("the unchanged chapter passes")
func unchanged() throws {
  let result = try book(chapter).check()
  #expect(result.status == 0, "\(result.errors)")
}

@Test("each change is caught by the rule that it breaks", arguments: mutations)
func caught(_ mutation: Mutation) throws {
  #expect(chapter.contains(mutation.old), "the chapter does not hold what is to be changed")
  let at = try #require(chapter.firstRange(of: mutation.old))
  let result = try book(chapter.replacingCharacters(in: at, with: mutation.new)).check()
  #expect(result.status == 1, "\(result.errors)")
  #expect(result.errors.contains("[\(mutation.rule)]"), "\(result.errors)")
}

@Test("there are at least 30 changes")
func enough() {
  #expect(mutations.count >= 30)
}
