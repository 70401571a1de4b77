// A table of columns as key paths: totals, ordering by a column, and a path that captures its index.

struct Row {
  var name: String
  var price: Int
  var stock: Int
  var sales: [Int]
}

struct Column {
  let title: String
  let path: KeyPath<Row, Int>
}

@inline(never)
func columns() -> [Column] {
  [Column(title: "price", path: \.price), Column(title: "stock", path: \.stock)]  // heap: [Column] returned
}

@inline(never)
func sale(_ week: Int) -> Column {
  Column(title: "week", path: \.sales[week])  // heap: KeyPath returned
}

@inline(never)
func totals(_ rows: [Row], _ columns: [Column]) -> [String: Int] {
  var result: [String: Int] = [:]
  for column in columns {
    for row in rows {
      result[column.title, default: 0] += row[keyPath: column.path]  // heap: [String: Int] growth
    }
  }
  return result
}

@inline(never)
func ordered(_ rows: [Row], by path: KeyPath<Row, Int>) -> [String] {
  let inOrder = rows.sorted {  // heap: [Row] library-call; heap: [Range<Int>] library-call !
    $0[keyPath: path] < $1[keyPath: path]
  }
  return inOrder.map(\.name)  // heap: [String] library-call
}

@inline(never)
func stockTaken(_ rows: inout [Row], _ path: WritableKeyPath<Row, Int>) {
  for k in rows.indices { rows[k][keyPath: path] -= 1 }  // heap: [Row] copy-on-write !
}

@main
enum Columns {
  static func main() {
    var rows = [  // heap: [Row] optimizer-limit|passed-escaping
      Row(name: "pen", price: 3, stock: 40, sales: [1, 2]),
      Row(name: "ink", price: 9, stock: 7, sales: [4, 8]),
    ]
    stockTaken(&rows, \.stock)
    let sums = totals(rows, columns() + [sale(1)])  // heap: [Column] library-call|growth; stack: [Column]
    precondition(sums["price"] == 12 && sums["stock"] == 45 && sums["week"] == 10)
    precondition(ordered(rows, by: \.stock) == ["ink", "pen"])
  }
}
