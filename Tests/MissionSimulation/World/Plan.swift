/// All that comes into one simulated world, and how that world is made: a pure function of a seed.
struct Plan: Hashable, Sendable {
  /// A stimulus and when it comes, in microseconds of true time.
  struct Item: Hashable, Sendable {
    let time: Int64
    let stimulus: Stimulus
  }

  let seed: UInt64
  /// What comes, by time; shrinking takes items away.
  var items: [Item]
  /// Whether a stale mission with attempts left goes back to the queue.
  let requeues: Bool
  /// Whether its one fault is that workers sleep past their leases.
  let sleeps: Bool
  /// How many processes serve the fleet: reconcilers, bridges and callers are spread over them.
  let servers: Int
  /// Which evidence each worker leaves of itself.
  let workers: [WorkerKind]
  /// Whether a worker that is started again has the id that it had.
  let reusesWorkerIDs: Bool
  /// Whether missions name a folder by a link that is led elsewhere now and then.
  let leadsLink: Bool
  /// The most missions that the general VP runs at once.
  let concurrency: Int

  /// Plans the world of a seed.
  init(seed: UInt64) {
    var chance = Chance(seed, 0)
    self.seed = seed
    // In some worlds workers that nobody can see sleep past their leases again and again, and
    // others take over.
    let sleeps = chance.happens(15)
    self.sleeps = sleeps
    requeues = sleeps || chance.happens(50)
    servers = chance.happens(25) ? 2 : 1
    reusesWorkerIDs = chance.happens(50)
    concurrency = chance.number(1...3)
    workers = (0..<3).map { place in
      if sleeps { return chance.pick([.contained, .elsewhere, .unseen]) }
      return place == 0 ? .here : chance.pick(WorkerKind.allCases)
    }
    // By a chance of its own, so that it leaves the other worlds as they are.
    var link = Chance(seed, 9)
    leadsLink = link.happens(20)
    items = []
    var time: Int64 = 0
    var missions = 0
    // How likely each kind of fault is differs from world to world, so that each meets some alone.
    let faults =
      sleeps ? [Self.sleep] : Self.faultKinds.filter { _ in chance.happens(40) }
    let faultPercent = sleeps ? 50 : chance.pick([0, 20, 40, 60])
    let pace = chance.pick([2.0, 4, 8])
    while time < Self.span {
      time += chance.time(0.1...pace)
      if missions == 0 || chance.happens(25) {
        items.append(Item(time: time, stimulus: .dispatch(mission: missions)))
        missions += 1
      } else if let kind = faults.isEmpty ? nil : chance.pick(faults), chance.happens(faultPercent)
      {
        items.append(Item(time: time, stimulus: kind(&chance)))
      } else {
        items.append(Item(time: time, stimulus: Self.wish(&chance, missions: missions)))
      }
    }
    guard leadsLink else { return }
    time = 0
    while time < Self.span {
      time += link.time(2...40)
      items.append(Item(time: time, stimulus: .leadLink(astray: link.happens(50))))
    }
    items.sort { $0.time < $1.time }
  }

  /// How long stimuli come, in microseconds; most worlds have done their steps before.
  private static let span: Int64 = 900_000_000

  private static func wish(_ chance: inout Chance, missions: Int) -> Stimulus {
    // Mostly one of the latest missions, so that something still happens to it.
    let mission = max(0, missions - 1 - chance.number(0...chance.pick([2, 5, 30])))
    switch chance.number(1...100) {
    case ...20: return .cancel(mission: mission, force: chance.happens(15))
    case ...42: return .retry(mission: mission, elsewhere: chance.happens(30))
    case ...55: return .redispatch(mission: mission, altered: chance.happens(25))
    case ...60: return .annotate(mission: mission)
    case ...65: return .escalate(mission: mission)
    case ...70: return .acknowledge(mission: mission)
    case ...85: return .readFeed(session: chance.number(0...2))
    case ...88: return .moveCursor(ledger: chance.number(0...1))
    case ...91: return .plan
    case ...96: return .pause(vp: chance.number(0...1), seconds: chance.number(1...60))
    default: return .look
    }
  }

  private static let sleep: @Sendable (inout Chance) -> Stimulus = {
    .stop(worker: $0.number(0...1), seconds: $0.number(55...85))
  }

  private static let faultKinds: [@Sendable (inout Chance) -> Stimulus] = [
    { .crash(worker: $0.number(0...2), comesAgain: $0.happens(70)) },
    { .stop(worker: $0.number(0...2), seconds: $0.pick([5, 45, 70, 120])) },
    { .drain(worker: $0.number(0...2)) },
    { .clash(worker: $0.number(0...2)) },
    { .loseReplies($0.number(1...4)) },
    { .loseCalls($0.number(1...4)) },
    {
      .jumpClock(seconds: $0.pick([-315_360_000, -86_400, -100, -1, 1, 100, 86_400, 315_360_000]))
    },
    { .fillDisk(ledger: $0.number(0...2), seconds: $0.number(5...60)) },
    { .failDisk(ledger: $0.number(0...2)) },
    { .lackRoom(seconds: $0.number(5...60)) },
    { $0.happens(30) ? .restartFleet : .loseReplies(1) },
    { $0.happens(20) ? .powerLoss : .crash(worker: $0.number(0...2), comesAgain: true) },
    { $0.happens(60) ? .backUp(ledger: $0.number(0...2)) : .restore(ledger: $0.number(0...2)) },
  ]
}

/// What a worker leaves of itself by which others can tell whether it lives.
enum WorkerKind: Hashable, Sendable, CaseIterable {
  /// A process that the reconcilers' process table shows.
  case here
  /// A process in another pid namespace of this machine.
  case contained
  /// A process of another machine.
  case elsewhere
  /// No process: it works by tool calls.
  case unseen
}
