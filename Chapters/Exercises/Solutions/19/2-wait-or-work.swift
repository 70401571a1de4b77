// Down to the part that has most of the time. A collector works, too, so its name is asked for first; a lock is waited for in
// a span that says so; and who waits in a span that says nothing had no turn, or waits for something that has no span.

struct Span {
  var name: String
  /// Microseconds on the wall, and of them with a processor.
  var took: Int, ran: Int
  var parts: [Span] = []
}

func cause(of request: Span) -> String {
  var span = request
  while let part = span.parts.max(by: { $0.took < $1.took }), part.took * 2 > request.took { span = part }
  let ofCollector = span.parts.filter { $0.name.hasPrefix("collector") }.reduce(0) { $0 + $1.took }
  if span.name.hasPrefix("collector") || ofCollector * 2 > span.took { return "collector" }
  if span.ran * 2 >= span.took { return "work" }
  return span.name.hasPrefix("wait for the lock") ? "lock" : "no turn"
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
