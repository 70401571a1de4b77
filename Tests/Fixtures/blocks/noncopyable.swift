struct H: ~Copyable { let n: Int; deinit { print("close", n) } }
func f() { let h = H(n: 1); use(h); print("after") }
func use(_ h: consuming H) { print("use", h.n) }
f()
