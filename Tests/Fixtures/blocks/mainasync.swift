@main struct App { static func main() async { print(await f()) } }
func f() async -> String { "async main" }
