print("no newline", terminator: "")
