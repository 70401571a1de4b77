// exercise: 5.1
// title: The number that a container's limit counts
// minutes: 10
// fails: prints "together: 3146752 KiB"
// fails: prints "alarm: true"
// hint: The two share pages, and have reserved more than they touched.
// hint: A page is charged once, whoever of the group has it. Which number of `smaps` can be added up over processes?
//
// Two processes of a server run in a container with a limit of 64 MiB. The
// guard adds up what the kernel says of each and raises an alarm, at night,
// for nothing. Let it add up the number that comes nearest to the limit's.

/// What a process uses, from the text of its `/proc/PID/smaps_rollup` and the
/// size that is in its `/proc/PID/status`, in KiB.
func charge(_ account: String) -> Int {
  field("VmSize", in: account)
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
