// optimized
final class N { var n: Int; init(_ n: Int) { self.n = n }; deinit { print("free") } }
func f() -> Int { let x = N(4); return x.n }
print(f())
