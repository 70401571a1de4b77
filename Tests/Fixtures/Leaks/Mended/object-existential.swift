// The parent is known by a protocol only, and still owned.
protocol Screen: AnyObject { var title: String { get } }
final class Modal: Screen {
  var title = "modal"
  weak var presenter: (any Screen)?
}
final class Home: Screen {
  var title = "home"
  var presented: (any Screen)?
}

@inline(never) func present() {
  let home = Home()
  let modal = Modal()
  modal.presenter = home
  home.presented = modal
  print(home.presented!.title, modal.presenter!.title)
}
present()
