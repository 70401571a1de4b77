// A cycle that a global holds: the application's root and its windows.
final class Application {
  var windows: [Window] = []
}
final class Window {
  let application: Application
  var title = "main"
  init(_ application: Application) { self.application = application }
}
nonisolated(unsafe) let application = Application()
application.windows.append(Window(application))
print(application.windows[0].title)
