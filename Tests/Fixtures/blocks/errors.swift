enum E: Error { case bad(Int) }
func f(_ n: Int) throws -> Int { if n > 2 { throw E.bad(n) }; return n }
do { print(try f(1)); print(try f(3)) } catch { print("caught", error) }
print((try? f(9)) as Any)
