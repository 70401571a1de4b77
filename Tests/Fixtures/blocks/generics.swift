func largest<T: Comparable>(_ a: [T]) -> T? { a.max() }
print(largest([3, 9, 2])!, largest(["a", "z"])!, largest([Int]()) as Any)
