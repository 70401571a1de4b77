// `check --shared`: what one checkout has compiled another takes, wherever it stands; and a store that is damaged or not
// there changes no verdict.

import Foundation
import Testing

@Suite("check --shared")
struct SharedProgramTests {
  private static let text = """
    # One

    ```swift
    let unused = 1
    print("two")
    ```
    ```output
    two
    ```

    ```swift
    print("three")
    ```
    ```output
    four
    ```

    """

  @Test("a second checkout takes the programs of the first, with the same verdicts")
  func twoCheckouts() throws {
    let first = try TemporaryBook(["notes.md": Self.text])
    let second = try TemporaryBook(["notes.md": Self.text])
    let store = first.folder + "-home/shared"
    let gave = try first.check("--shared", store)
    #expect(gave.errors.contains("note: 0 programs came from \(store), 2 were added"), "\(gave.errors)")
    let took = try second.lesson(["check", "--book", "."], environment: ["LESSON_SHARED=\(store)"])
    #expect(took.errors.contains("note: 2 programs came from \(store), 0 were added"), "\(took.errors)")
    #expect(gave.status == 1 && took.status == 1)
    #expect(took.errors.contains("notes.md:15") && took.errors.contains("four"))
  }

  @Test("a damaged object is refused with a reason, and the program compiled here")
  func damaged() throws {
    let book = try TemporaryBook(["notes.md": Self.text])
    let store = book.folder + "-home/shared"
    _ = try book.check("--shared", store)
    let objects = FileManager.default.enumerator(atPath: store + "/cas")?.compactMap { $0 as? String } ?? []
    for object in objects where object.utf8.count > 60 {
      let url = URL(fileURLWithPath: store + "/cas/" + object)
      var data = try Data(contentsOf: url)
      data[100] ^= 1
      try data.write(to: url)
    }
    let checked = try book.check("--no-cache", "--shared", store, "--shared-read-only")
    #expect(checked.status == 1 && checked.errors.contains("1 passed, 1 failed"), "\(checked.errors)")
    #expect(
      checked.errors.contains("do not have the hash that they are kept under"), "\(checked.errors)")
  }

  @Test("a server that is not there is said once and costs nothing else")
  func noServer() throws {
    let book = try TemporaryBook(["notes.md": Self.text])
    let checked = try book.check("--shared", "http://127.0.0.1:1/cache")
    #expect(checked.status == 1 && checked.errors.contains("1 passed, 1 failed"), "\(checked.errors)")
    #expect(checked.errors.components(separatedBy: "no more is asked of it").count == 2, "\(checked.errors)")
  }

  @Test("an address that is none, and a lone flag, are wrong use with words")
  func wrongUse() throws {
    let book = try TemporaryBook(["notes.md": Self.text])
    let address = try book.check("--shared", "ftp://host/x")
    #expect(address.status == 2 && address.errors.contains("a folder, http://… or https://…"))
    let flag = try book.check("--shared-read-only")
    #expect(flag.status == 2 && flag.errors.contains("--shared DIR|URL"))
  }
}
