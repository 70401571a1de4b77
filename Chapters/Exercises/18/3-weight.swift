// exercise: 18.3
// title: What a sample stands for
// minutes: 15
// fails: prints "64 B: 8192.0"
// fails: prints "1 MiB: 0.5"
// fails: prints "1 GiB: 0.0"
// hint: How likely is it that none of a block's bytes is sampled, when each is sampled with the same small chance?
// hint: It is e^(-bytes / mean). A block that is seen with chance p stands for 1 / p blocks.
//
// One byte in `mean` is sampled. A sampled block of 64 bytes stands for many
// blocks like it, and one of a gigabyte for itself. Somebody took the mean
// divided by the size: find what is wrong with it, and mend it.

import Glibc

func weight(bytes: Double, mean: Double) -> Double {
  mean / bytes
}

// check: leave what stands below as it is
func shown(_ value: Double) -> Double { (value * 10).rounded() / 10 }
func check() {
  let mean = 524_288.0
  print("64 B:", shown(weight(bytes: 64, mean: mean)))  // Prints "64 B: 8192.5"
  print("1 MiB:", shown(weight(bytes: 1_048_576, mean: mean)))  // Prints "1 MiB: 1.2"
  print("1 GiB:", shown(weight(bytes: 1_073_741_824, mean: mean)))  // Prints "1 GiB: 1.0"
}
check()
