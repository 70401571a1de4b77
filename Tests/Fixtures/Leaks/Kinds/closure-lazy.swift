// A lazy property is a closure over self.
final class Report {
  var rows = [1, 2, 3]
  lazy var total: () -> Int = { self.rows.reduce(0, +) }
}

@inline(never) func printReport() {
  let report = Report()  // leak: cycle
  print(report.total())
}
printReport()
