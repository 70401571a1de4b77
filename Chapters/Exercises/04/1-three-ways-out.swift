// exercise: 4.1
// title: Three ways out
// minutes: 20
// runs: optimized
// fails: prints "45000 bytes, 10 empty, last 100"
// fails: prints "100 packets: 210 allocations"
// hint: Copy what stands above the line `// check` into a file, without the import, and put `lesson escape` on it.
// hint: A typed error is returned as a value. A generic parameter needs no container. What the meter keeps of a packet
//   need not be an object.
// hint: throws(Empty), some Sized, and struct Last. The optional stays.
//
// A meter counts the bytes of packets. Three things leave for the heap as it
// does, all for the sake of one line each. Keep what it counts and what it
// remembers, and bring the allocations to zero.

import Probe

struct Packet: Sized { var id: Int, from: Int, to: Int, size: Int }
struct Empty: Error { var id: Int }
protocol Sized {
  var id: Int { get }
  var size: Int { get }
}
final class Last {
  let id: Int
  init(id: Int) { self.id = id }
}

final class Meter {
  var bytes = 0
  var empty = 0
  var last: Last?

  @inline(never) func size(of item: any Sized) throws -> Int {
    if item.size == 0 { throw Empty(id: item.id) }
    return item.size
  }

  func add(_ packet: Packet) {
    do {
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
