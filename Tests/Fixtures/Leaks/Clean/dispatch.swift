// Work on queues, and a group that waits for it.
import Dispatch
import Synchronization

let sum = Mutex(0)
let group = DispatchGroup()
for n in 0..<20 {
  DispatchQueue.global().async(group: group) { sum.withLock { $0 += n } }
}
group.wait()
let serial = DispatchQueue(label: "serial")
print(serial.sync { sum.withLock { $0 } })
