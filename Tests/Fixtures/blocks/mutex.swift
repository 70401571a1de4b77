import Synchronization

let m = Mutex(0)
m.withLock { $0 += 3 }
print(m.withLock { $0 })
