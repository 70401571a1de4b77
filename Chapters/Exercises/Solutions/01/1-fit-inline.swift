// Two of the four as Float: 8 + 8 + 4 + 4 bytes are three words. Four Floats would do, too; what counts is that the
// size is at most 24 bytes, in whichever way the bits are shared out.

import Probe

protocol Sized { var area: Double { get } }

struct Large: Sized {
  var a = 1.0
  var b = 2.0
  var c: Float = 3.0
  var d: Float = 4.0
  var area: Double { a + b + Double(c + d) }
}

// check: leave what stands below as it is
func measure() {
  var shape: any Sized = Large()
  print("any Sized:", allocations { shape = Large() })  // Prints "any Sized: no allocation"
  var large = Large()
  large.a = 5
  large.b = 6
  large.c = 7
  large.d = 8
  shape = large
  print(Double(large.a), Double(large.b), Double(large.c), Double(large.d), terminator: ", ")
  print("area", shape.area)
  // Prints "5.0 6.0 7.0 8.0, area 26.0"
}
measure()
