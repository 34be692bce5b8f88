import Testing

@testable import MissionModel

/// Every order in which the parties of one mission can speak, up to a few steps.
///
/// A step that appends nothing leads to the place it started from, whose continuations are all
/// taken anyway; so the walk doesn't follow it, and still covers every sequence.
struct InterleavingTests {
  @Test func everyOrderOfSixStepsKeepsThePromises() throws {
    let steps: [MissionCommand] = [
      .claim("w1"), .heartbeat(MissionBench.first),
      .block(MissionBench.first, question: "how?", options: []),
      .answer(questionID: nil, answer: "so"), .cancel(reason: "no", force: false),
      .completed(MissionBench.first), .failed(MissionBench.first), .claim("w2"),
      .completed(MissionBench.foreign),
    ]
    let visited = try walk(MissionBench(), steps, depth: 6)
    #expect(visited > 400)
  }

  @Test func everyOrderOfTwoAttemptsAndAVerdictKeepsThePromises() throws {
    let report = FailureReport(error: "drain", failureMode: .workerShutdown)
    let steps: [MissionCommand] = [
      .claim("w1"), .claim("w2"), .requeue(MissionBench.first, reason: "drain", report),
      .completed(MissionBench.first), .failed(MissionBench.second),
      .cancelled(MissionBench.second, reason: nil), .heartbeat(MissionBench.second),
      .cancel(reason: "no", force: true),
    ]
    let visited = try walk(MissionBench(maxAttempts: 2), steps, depth: 6, verdicts: true)
    #expect(visited > 300)
  }

  /// Walks every order of the steps; returns how many histories were checked.
  private func walk(
    _ bench: MissionBench, _ steps: [MissionCommand], depth: Int, verdicts: Bool = false
  ) throws -> Int {
    try check(bench, steps)
    guard depth > 0 else { return 1 }
    var visited = 1
    for step in steps {
      var next = bench
      try next.run(step)
      guard next.events.count > bench.events.count else {
        #expect(next.state == bench.state)
        continue
      }
      visited += try walk(next, steps, depth: depth - 1, verdicts: verdicts)
    }
    if verdicts, bench.state?.status == .running, bench.state?.attempt == 1 {
      for outcome in [MissionReconciled.Outcome.failed, .requeued] {
        var next = bench
        try next.append(next.verdict(outcome))
        visited += try walk(next, steps, depth: depth - 1, verdicts: verdicts)
      }
    }
    return visited
  }

  private func check(_ bench: MissionBench, _ steps: [MissionCommand]) throws {
    let facts = History(bench.events)
    let state = try #require(bench.state)
    #expect(facts.complaints.isEmpty, "\(bench.events.map(\.type))")
    #expect(state.status == facts.status)
    #expect(state.attempt == facts.claims)
    #expect(state.lease?.token == facts.holder)
    #expect(state.version == Int64(bench.events.count))
    for step in steps {
      guard case .append = bench.decided(step), let token = step.token else { continue }
      #expect(
        token == facts.holder || (facts.holder == nil && token == facts.judged),
        "a stale token changed \(state.status)")
    }
    if let finish = facts.finish { #expect(bench.decided(finish) == .unchanged) }
  }
}

/// What a list of events amounts to by the contract's own table, worked out without `decide` or
/// `evolve`.
private struct History {
  var status = MissionStatus.queued
  var claims = 0
  var holder: FencingToken?
  /// The token that a verdict in force took the mission from.
  var judged: FencingToken?
  /// The finish that ended the mission as its worker said it.
  var finish: MissionCommand?
  var complaints: [String] = []
  private var isCancelRequested = false
  private var isReversing = false

  init(_ events: [MissionEvent]) {
    for event in events { take(event) }
  }

  private mutating func take(_ event: MissionEvent) {
    if status.isTerminal, event.changesStatus, !isReversing {
      complaints.append("\(event.type) after the end")
    }
    switch event {
    case .claimed(let body):
      claims += 1
      if status != .queued || isCancelRequested { complaints.append("claimed out of the queue") }
      if body.attempt.attempt != claims { complaints.append("the attempts are not counted") }
      holder = body.attempt.token
      judged = nil
      status = .running
    case .heartbeat(let body): demand(body.attempt.token)
    case .blocked(let body):
      demand(body.attempt.token)
      status = .blocked
    case .unblocked: status = .running
    case .cancelRequested: isCancelRequested = true
    case .reconciled: judged = holder
    case .reconciliationReversed(let body):
      if body.attempt.token != judged { complaints.append("reversed by another worker") }
      holder = judged
      judged = nil
      isReversing = true
    case .completed(let body):
      end(.completed, body.attempt.token)
      finish = .completed(body.attempt.token)
    case .failed(let body):
      if body.by == .worker, let token = body.attempt?.token {
        end(.failed, token)
        finish = body.failureMode == .selfReported ? .failed(token) : nil
      } else {
        end(.failed, holder)
      }
    case .cancelled(let body):
      end(.cancelled, body.by == .worker ? body.attempt?.token : holder)
    case .requeued(let body):
      demand(body.attempt.token)
      holder = nil
      status = .queued
    default: break
    }
  }

  private mutating func demand(_ token: FencingToken?) {
    if token != holder { complaints.append("a stale token wrote") }
  }

  private mutating func end(_ next: MissionStatus, _ token: FencingToken?) {
    demand(token)
    if isCancelRequested, next != .cancelled { complaints.append("the cancel was not obeyed") }
    holder = nil
    isReversing = false
    status = next
  }
}

extension MissionEvent {
  fileprivate var changesStatus: Bool {
    switch self {
    case .claimed, .blocked, .unblocked, .completed, .failed, .cancelled, .requeued: true
    default: false
    }
  }
}

extension MissionCommand {
  /// The token that the command shows, where it is a worker's.
  fileprivate var token: FencingToken? {
    switch self {
    case .heartbeat(let token), .block(let token, _, _), .complete(let token, _),
      .fail(let token, _), .cancelled(let token, _, _), .requeue(let token, _, _):
      token
    default: nil
    }
  }
}
