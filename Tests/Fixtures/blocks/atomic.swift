import Synchronization

let a = Atomic(1)
print(a.add(2, ordering: .relaxed).newValue)
