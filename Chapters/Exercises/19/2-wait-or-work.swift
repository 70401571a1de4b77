// exercise: 19.2
// title: Wait or work?
// minutes: 15
// fails: prints "one: work"
// fails: prints "two: work"
// fails: prints "three: work"
// fails: prints "four: work"
// hint: The innermost spans say where the time went: walk down to the part that took most, as long as it took more than half.
// hint: There, `ran` beside `took` says whether it worked. If it did not, its name says what it waited for, or says nothing of waiting.
//
// Four slow requests, in the form in which `lesson trace --slowest request` has them.
// `cause` calls all of them work. Say "collector", "lock" or "no turn" where it is
// that, and "work" where the request's own code ran for most of the time. A span that
// had a processor for less than half of its time did not work.

struct Span {
  var name: String
  /// Microseconds on the wall, and of them with a processor.
  var took: Int, ran: Int
  var parts: [Span] = []
}

func cause(of request: Span) -> String {
  "work"
}

// check: leave what stands below as it is
let one = Span(
  name: "request", took: 10_412, ran: 396,
  parts: [
    Span(name: "parse", took: 203, ran: 203), Span(name: "remember", took: 148, ran: 148),
    Span(name: "wait for the lock", took: 10_021, ran: 12),
  ])
let two = Span(
  name: "request", took: 19_841, ran: 19_790,
  parts: [
    Span(name: "parse", took: 210, ran: 210),
    Span(
      name: "remember", took: 19_602, ran: 19_551,
      parts: [
        Span(name: "collector: mark", took: 11_480, ran: 11_452),
        Span(name: "collector: compact", took: 7_930, ran: 7_911),
      ]),
  ])
let three = Span(
  name: "request", took: 8_020, ran: 7_944,
  parts: [Span(name: "parse", took: 7_803, ran: 7_790), Span(name: "remember", took: 151, ran: 150)])
let four = Span(
  name: "request", took: 15_307, ran: 371,
  parts: [Span(name: "parse", took: 205, ran: 205), Span(name: "remember", took: 15_066, ran: 151)])
print("one:", cause(of: one))  // Prints "one: lock"
print("two:", cause(of: two))  // Prints "two: collector"
print("three:", cause(of: three))  // Prints "three: work"
print("four:", cause(of: four))  // Prints "four: no turn"
