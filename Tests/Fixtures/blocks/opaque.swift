func f() -> some Collection<Int> { [1, 2, 3].lazy.map { $0 * 2 } }
print(Array(f()))
