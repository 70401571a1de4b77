enum E: Error { case no }
func f() throws(E) { throw .no }
do { try f() } catch { print(error) }
