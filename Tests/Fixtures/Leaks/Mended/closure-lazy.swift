// A lazy property is a closure over self.
final class Report {
  var rows = [1, 2, 3]
  lazy var total: () -> Int = { [unowned self] in self.rows.reduce(0, +) }
}

@inline(never) func printReport() {
  let report = Report()
  print(report.total())
}
printReport()
