struct E: Error {}
func f() throws { throw E() }
print("before")
try f()
