func f() { defer { print("1") }; defer { print("2") }; print("body") }
f()
