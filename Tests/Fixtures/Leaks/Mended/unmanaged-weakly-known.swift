// A directory of weak references still knows the object; nobody else does.
final class Plugin { var name = "spell" }
final class Entry { weak var plugin: Plugin? }
nonisolated(unsafe) let entry = Entry()

@inline(never) func install() {
  let plugin = Plugin()
  let reference = Unmanaged.passRetained(plugin)
  entry.plugin = reference.takeRetainedValue()
}
install()
print(entry.plugin?.name ?? "none")
