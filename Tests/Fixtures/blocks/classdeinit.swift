final class N { let n: Int; init(_ n: Int) { self.n = n }; deinit { print("free", n) } }
do { _ = N(1) }
var k: N? = N(2)
k = nil
print("end")
