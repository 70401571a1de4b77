for i in 1...3 { print(i, terminator: i < 3 ? "," : "\n") }
