// A configuration that contains itself under a key, as Any.
final class Settings {
  var values: [String: Any] = [:]
}

@inline(never) func configure() {
  let settings = Settings()
  settings.values["depth"] = 3
  settings.values["root"] = settings
  print(settings.values.count)
  settings.values["root"] = nil
}
configure()
