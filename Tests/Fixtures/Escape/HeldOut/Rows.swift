// swift-format-ignore-file
// Rows of comma-separated values, decoded by types that say how: associated types, typed errors that are generic.

protocol RowDecoder {
  associatedtype Row
  associatedtype Failure: Error
  func decode(_ cells: [Substring]) throws(Failure) -> Row
}

struct CellCount: Error {
  let expected: Int
  let found: Int
}

struct Reading {
  let station: String
  let degrees: Double
}

struct ReadingDecoder: RowDecoder {
  func decode(_ cells: [Substring]) throws(CellCount) -> Reading {
    guard cells.count == 2, let degrees = Double(cells[1]) else {
      throw CellCount(expected: 2, found: cells.count)
    }
    return Reading(station: String(cells[0]), degrees: degrees)  // heap: String library-call !
  }
}

struct PairDecoder: RowDecoder {
  func decode(_ cells: [Substring]) throws(Never) -> (Int, Int) {
    (cells.first.flatMap { Int($0) } ?? 0, cells.last.flatMap { Int($0) } ?? 0)  // heap: [UInt8] library-call !; heap: String library-call !
  }
}

final class Table<Decoder: RowDecoder> {
  private let decoder: Decoder
  private(set) var rows: [Decoder.Row] = []

  init(_ decoder: Decoder) { self.decoder = decoder }

  func read(_ text: String) throws(Decoder.Failure) {
    for line in text.split(separator: "\n") {  // heap: [Substring] library-call
      rows.append(try decoder.decode(line.split(separator: ",", omittingEmptySubsequences: false)))  // heap: [Substring] library-call; heap: [Reading] growth; heap: [(Int, Int)] growth; heap: [Decoder.Row] growth
    }
  }
}

@inline(never)
func readings(_ text: String) throws(CellCount) -> Table<ReadingDecoder> {
  let table = Table(ReadingDecoder())  // heap: Table<ReadingDecoder> returned
  try table.read(text)
  return table
}

@inline(never)
func total(_ text: String) -> Int {
  let table = Table(PairDecoder())  // stack: Table<PairDecoder>
  table.read(text)
  return table.rows.reduce(0) { $0 + $1.0 * $1.1 }
}

@inline(never)
func byStation(_ rows: [Reading]) -> [String: [Double]] {
  Dictionary(grouping: rows, by: \.station).mapValues { $0.map(\.degrees) }  // heap: [String: Array<Reading>] library-call|growth; heap: [Reading] library-call|growth; heap: [String: Array<Double>] library-call; heap: [Double] library-call
}

@main
enum Rows {
  static func main() throws {
    let table = try readings("Basel,12.5\nBern,11.0\nBasel,14.5\n")  // heap: CellCount thrown !
    precondition(byStation(table.rows)["Basel"] == [12.5, 14.5])
    precondition(total("2,3\n4,5\n") == 26)
    do {
      _ = try readings("Basel\n")
    } catch {
      precondition(error.found == 1)
    }
  }
}
