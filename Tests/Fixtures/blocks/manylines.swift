for i in 0..<5000 { print("line", i) }
