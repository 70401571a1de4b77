print("before")
precondition(CommandLine.arguments.count > 9, "too few")
