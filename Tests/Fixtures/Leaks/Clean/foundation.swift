// Dates, formatting, coding: Foundation keeps caches of its own.
import Foundation

struct Order: Codable { var id: Int; var lines: [String]; var date: Date }

@inline(never) func roundTrip() throws -> Int {
  let orders = (0..<20).map {
    Order(id: $0, lines: ["pen", "ink"], date: Date(timeIntervalSince1970: 86400))
  }
  let data = try JSONEncoder().encode(orders)
  let formatter = DateFormatter()
  formatter.dateFormat = "yyyy-MM-dd"
  formatter.timeZone = TimeZone(identifier: "UTC")
  let back = try JSONDecoder().decode([Order].self, from: data)
  print(formatter.string(from: back[0].date), String(format: "%05.1f", 2.5))
  return back.count
}
print(try roundTrip())
