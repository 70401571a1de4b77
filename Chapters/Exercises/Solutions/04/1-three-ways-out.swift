// The error is typed and comes back as a value, the parameter is generic and needs no container, and what the meter
// remembers is a struct, so it is a part of the meter.

import Probe

struct Packet: Sized { var id: Int, from: Int, to: Int, size: Int }
struct Empty: Error { var id: Int }
protocol Sized {
  var id: Int { get }
  var size: Int { get }
}
struct Last {
  let id: Int
}

final class Meter {
  var bytes = 0
  var empty = 0
  var last: Last?

  @inline(never) func size(of item: some Sized) throws(Empty) -> Int {
    if item.size == 0 { throw Empty(id: item.id) }
    return item.size
  }

  func add(_ packet: Packet) {
    do throws(Empty) {
      bytes += try size(of: packet)
    } catch {
      empty += 1
    }
    last = Last(id: packet.id)
  }
}

// check: leave what stands below as it is
func measure() {
  let meter = Meter()
  let packets = (1...100).map { Packet(id: $0, from: 1, to: 2, size: $0 % 10 * 100) }
  let cost = allocations {
    for packet in packets { meter.add(packet) }
  }
  print("\(meter.bytes) bytes, \(meter.empty) empty, last \(meter.last?.id ?? 0)")
  // Prints "45000 bytes, 10 empty, last 100"
  print("100 packets: \(cost.count) allocations")
  // Prints "100 packets: 0 allocations"
}
measure()
