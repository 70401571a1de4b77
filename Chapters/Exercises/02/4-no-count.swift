// exercise: 2.4
// title: Count without counting
// minutes: 10
// runs: optimized
// fails: prints "heavy: 500"
// fails: prints "counts changed: 500"
// hint: Who keeps the parcels that were found, and for how long?
// hint: Sequences have a method that counts what satisfies a condition, and keeps nothing.
//
// `heavy` wants to know how many parcels are heavy. It keeps each of them for
// a moment, and each time a reference count changes. Let it change none.

import Glibc

final class Parcel {
  let weight: Int
  init(_ weight: Int) { self.weight = weight }
}

func heavy(_ parcels: [Parcel]) -> Int {
  parcels.filter { $0.weight >= 500 }.count
}

// check: leave what stands below as it is
typealias Up = @convention(c) (UInt) -> UInt
typealias UpBy = @convention(c) (UInt, UInt32) -> UInt

func variable<Kind>(_ name: String) -> UnsafeMutablePointer<Kind> {
  dlsym(nil, name)!.assumingMemoryBound(to: Kind.self)
}

nonisolated(unsafe) let isHooked: UnsafeMutablePointer<Bool> = variable(
  "_swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly")
nonisolated(unsafe) let up: UnsafeMutablePointer<Up> = variable("_swift_retain")
nonisolated(unsafe) let upBy: UnsafeMutablePointer<UpBy> = variable("_swift_retain_n")
let (oldUp, oldUpBy) = (up.pointee, upBy.pointee)
nonisolated(unsafe) var ups = 0
up.pointee = { ups += 1; return oldUp($0) }
upBy.pointee = { ups += Int($1); return oldUpBy($0, $1) }

let parcels = (0..<1000).map { Parcel($0) }
isHooked.pointee = true
let found = heavy(parcels)
isHooked.pointee = false
print("heavy:", found)  // Prints "heavy: 500"
print("counts changed:", ups)  // Prints "counts changed: 0"
