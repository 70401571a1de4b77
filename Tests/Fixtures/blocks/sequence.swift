print(Array(sequence(first: 1) { $0 < 100 ? $0 * 3 : nil }), Array(zip("ab", 1...)).count)
