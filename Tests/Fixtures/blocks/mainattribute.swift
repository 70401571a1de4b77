@main struct App { static func main() { print("main attribute") } }
