// A block is seen unless none of its bytes is: with chance 1 - e^(-bytes / mean), and stands for one by that chance.

import Glibc

func weight(bytes: Double, mean: Double) -> Double {
  1 / (1 - exp(-bytes / mean))
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
