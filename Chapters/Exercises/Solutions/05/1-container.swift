// The proportional set size divides a page by the number of those who have it, so each page is counted once in the sum, as
// the control group counts it. (The group is charged for cached files and for the kernel's own pages, too.)

/// What a process uses, from the text of its `/proc/PID/smaps_rollup` and the
/// size that is in its `/proc/PID/status`, in KiB.
func charge(_ account: String) -> Int {
  field("Pss", in: account)
}

func field(_ name: String, in account: String) -> Int {
  for line in account.split(separator: "\n") {
    let words = line.split(separator: " ")
    if words.first == name + ":" { return Int(words[1]) ?? 0 }
  }
  return 0
}

// check: leave what stands below as it is
// As after a fork: 24 MiB of each are the same pages.
let parent = """
  VmSize:  1573376 kB
  Rss:       34816 kB
  Pss:       22528 kB
  """
let child = """
  VmSize:  1573376 kB
  Rss:       28672 kB
  Pss:       16384 kB
  """
let together = charge(parent) + charge(child)
print("together: \(together) KiB")  // Prints "together: 38912 KiB"
print("alarm: \(together > 64 << 10)")  // Prints "alarm: false"
