// Every interleaving of two and three tasks over the machine, and the faults that this finds.
// What this cannot show: that the driver takes the lock where the explorer assumes it.

import Channels
import Testing

/// Two tasks and mostly a third, up to six operations, capacities 0 to 2.
private let plain: [Program] = {
  let senders: [[Operation]] = [
    [.send(10, to: 0), .send(11, to: 0)], [.send(10, to: 0), .close(0)],
    [.send(10, to: 0), .send(11, to: 0), .close(0)], [.trySend(10, to: 0), .send(11, to: 0)],
  ]
  let receivers: [[Operation]] = [
    [.receive(0)], [.receive(0), .receive(0)], [.tryReceive(0), .receive(0)], [.receive(0), .close(0)],
  ]
  let thirds: [[Operation]] = [
    [], [.cancel(1)], [.cancel(0)], [.send(20, to: 0)], [.receive(0)], [.close(0)],
    [.send(20, to: 0), .cancel(1)], [.receive(0), .cancel(0)], [.close(0), .close(0)],
  ]
  var programs: [Program] = []
  for capacity in 0...2 {
    for sender in senders {
      for receiver in receivers {
        for third in thirds {
          programs.append(
            Program(capacities: [capacity], tasks: [sender, receiver] + (third.isEmpty ? [] : [third])))
        }
      }
    }
  }
  return programs
}()

/// A task that selects, beside one or two that use the same channels.
private let selecting: [Program] = {
  let selects: [[Operation]] = [
    [.select([.receive(0), .receive(1)])], [.select([.receive(0), .send(30, to: 1)])],
    [.select([.send(30, to: 0), .send(31, to: 1)])], [.select([.send(30, to: 0), .receive(0)])],
  ]
  let seconds: [[Operation]] = [
    [.send(10, to: 0)], [.send(10, to: 1)], [.receive(0)], [.receive(1)], [.close(0)],
    [.select([.send(10, to: 0), .send(11, to: 1)])], [.select([.receive(1), .receive(0)])],
  ]
  let thirds: [[Operation]] = [[], [.cancel(0)], [.send(20, to: 0)], [.receive(1)], [.trySend(20, to: 1)]]
  var programs: [Program] = []
  for capacities in [[0, 0], [1, 0]] {
    for select in selects {
      for second in seconds {
        for third in thirds {
          programs.append(
            Program(capacities: capacities, tasks: [select, second] + (third.isEmpty ? [] : [third])))
        }
      }
    }
  }
  // A receiver behind a select that is won elsewhere: the search for a waiter has to go on.
  programs.append(
    Program(
      capacities: [0, 0],
      tasks: [[.select([.receive(0), .receive(1)])], [.receive(0)], [.send(20, to: 1), .send(21, to: 0)]]))
  programs.append(
    Program(
      capacities: [1, 0],
      tasks: [
        [.select([.receive(0), .receive(1)])], [.receive(0)], [.send(20, to: 1), .trySend(21, to: 0)],
      ]))
  return programs
}()

@Suite struct ExplorerTests {
  @Test("no interleaving of sends, receives, closes and cancellations breaks a rule")
  func plainPrograms() {
    var endings = 0
    for program in plain {
      var exploration = Exploration()
      exploration.explore(World(program, mutant: nil))
      endings += exploration.endings
      if let fault = exploration.fault {
        Issue.record("\(program): \(fault); tasks in turn: \(exploration.trace)")
      }
    }
    #expect(endings > 100_000)
  }

  @Test("no interleaving with selects breaks a rule")
  func selectingPrograms() {
    var endings = 0
    for program in selecting {
      var exploration = Exploration()
      exploration.explore(World(program, mutant: nil))
      endings += exploration.endings
      if let fault = exploration.fault {
        Issue.record("\(program): \(fault); tasks in turn: \(exploration.trace)")
      }
    }
    #expect(endings > 30_000)
  }

  @Test("the explorer catches every planted fault", arguments: ChannelMutant.allCases)
  func mutants(_ mutant: ChannelMutant) {
    let caught = (plain + selecting).contains { program in
      var exploration = Exploration()
      exploration.explore(World(program, mutant: mutant))
      return exploration.fault != nil
    }
    #expect(caught)
  }
}
