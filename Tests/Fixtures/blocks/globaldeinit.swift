final class B { deinit { print("deinit") } }
let b = B()
print("end")
