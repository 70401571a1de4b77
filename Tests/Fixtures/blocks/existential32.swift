protocol P { var v: Int { get } }
struct L: P { var a = 1, b = 2, c = 3, d = 4; var v: Int { a + b + c + d } }
let x: any P = L()
print(x.v, MemoryLayout.size(ofValue: x))
