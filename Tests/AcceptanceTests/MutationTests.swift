// A correct chapter passes; one thing in it changed, the rule that it breaks says so at its line, and nothing else is said.
// The specimens and their changes stand in Tests/Fixtures/specimens.

import Foundation
import Testing

/// All specimens of some files and all their changes, each a chapter of one book.
private struct Laboratory: Sendable {
  var cases: [Case] = []
  var complaints: [Int: [Complaint]] = [:]
  var failed: [Int: Int] = [:]
  var passed: [Int: Int] = [:]
  var others: [String] = []

  /// A chapter of the book.
  struct Case: Sendable {
    var specimen: Specimen
    var mutation: Specimen.Mutation?
    /// Where the change must be noticed.
    var place: (line: Int, column: Int?)?
    var impossible: String?
  }

  init(_ files: [String], keepsLocks: Bool = false) {
    for specimen in files.flatMap(SpecimenReader.read) {
      cases.append(Case(specimen: specimen))
      cases += specimen.mutations.map { Case(specimen: specimen, mutation: $0) }
    }
    do { try check(keepsLocks) } catch { others = ["\(error)"] }
  }

  private mutating func check(_ keepsLocks: Bool) throws {
    var chapters = cases.enumerated().map { $1.specimen.files(numbered: $0) }
    let book = try SpecimenBook(keepsLocks ? chapters : [], keepsLocks: keepsLocks)
    if keepsLocks {
      let accepted = try book.book.lesson(["accept", "--book", ".", "--yes"])
      if accepted.status != 0 { others.append(accepted.errors) }
      for index in chapters.indices {
        for path in [Specimen.chapter, "verified/\(Specimen.chapter.dropLast(3)).json"] {
          let path = path.replacing("§", with: Specimen.name(index))
          chapters[index][path] = Array(try book.book.read(path).utf8)
        }
      }
    }
    for index in cases.indices {
      guard let mutation = cases[index].mutation else { continue }
      do { cases[index].place = try mutation.apply(to: &chapters[index], number: index) } catch {
        cases[index].impossible = "\(error)"
      }
    }
    for (path, bytes) in chapters.joined() { try book.write(bytes, to: path) }
    let report = try book.check()
    (complaints, failed, passed) = (report.complaints, report.failed, report.passed)
    others += report.others
  }

  func test() {
    #expect(others == [])
    for (number, item) in cases.enumerated() {
      let said = complaints[number] ?? []
      guard let mutation = item.mutation else {
        #expect(said == [], "\(item.specimen.testDescription) is to be correct")
        #expect(failed[number] == nil && passed[number, default: 0] > 0, "\(item.specimen.testDescription)")
        continue
      }
      guard let place = item.place else {
        Issue.record("\(item.impossible ?? "")")
        continue
      }
      let isCaught =
        said.count == 1 && said[0].rule == mutation.rule && said[0].line == place.line
        && (place.column == nil || place.column == said[0].column)
      #expect(
        isCaught,
        "\(mutation.place): wanted [\(mutation.rule)] at \(place.line) only, got \(said)")
    }
  }

  var mutations: [Specimen.Mutation] { cases.compactMap(\.mutation) }
}

@Suite struct MutationTests {
  private static let files = ["output", "wildcards", "options", "errors", "prose", "console", "markdown"]

  @Test("each change of a correct chapter is caught by its rule at its line, and by no other")
  func caught() { Laboratory(Self.files).test() }

  @Test("each change of what a book keeps, or of a text that it was kept for, is caught")
  func locks() { Laboratory(["locks"], keepsLocks: true).test() }

  @Test("there are at least 200 changes, no two alike")
  func enough() {
    let all = (Self.files + ["locks"]).flatMap(SpecimenReader.read).flatMap { specimen in
      specimen.mutations.map { "\(specimen.title): \($0.old) → \($0.new)" }
    }
    #expect(all.count >= 200, "\(all.count)")
    #expect(Set(all).count == all.count)
  }
}
