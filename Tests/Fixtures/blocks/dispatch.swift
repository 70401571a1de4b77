import Dispatch

let g = DispatchGroup()
let q = DispatchQueue(label: "q")
q.async(group: g) { print("on queue") }
g.wait()
print("end")
