import ArgumentParser
import MissionControl
import MissionModel
import MissionReplay
import MissionTools
import Platform
import Synchronization

/// `bridge run`: carries events as they come.
struct BridgeRunCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Carry mission events into feeds as they arrive.",
    discussion: """
      Several bridges may run at once. A ledger that can't be read stops only its own delivery. \
      SIGTERM ends the bridge.

      Example:
        missionlog bridge run --once
      """)

  @Flag(help: "End when everything recorded before the start has been carried.") var once = false

  @OptionGroup(title: "Global options") var globals: GlobalOptions

  func run(_ invocation: Invocation) async throws -> Exit {
    let tools = try invocation.tools()
    let answer = once ? try await RunBridge().answer(tools) : try await carry(invocation, tools)
    if once {
      for source in answer.step.sources {
        if let error = source.error { invocation.warn(error.message) }
      }
    }
    return try invocation.show(answer, failing: once ? answer.firstError : nil) { answer, page in
      try page.line(CountText.text(answer.step.delivered, "item") + " delivered")
    }
  }

  /// Carries events until a signal ends it, reporting on standard error.
  private func carry(_ invocation: Invocation, _ tools: ToolContext) async throws -> CarriedAnswer {
    let log = Mutex(BridgeLog())
    let bridge = Bridge(tools.fleet)
    let task = Task {
      try await bridge.run { step in
        let lines = log.withLock { $0.lines(of: step) }
        let time = invocation.time
        for line in lines { invocation.note("\(time.face.time(time.now))  \(line)") }
      }
    }
    let watch = try SignalWatch(Signals.ending) { _ in task.cancel() }
    defer { watch.stop() }
    try await task.value
    return CarriedAnswer(step: log.withLock { $0.total })
  }
}

/// The reports of a running bridge: what it carried, and each change in what stops it.
private struct BridgeLog: Sendable {
  private var news = BridgeNews()
  /// The sum of all steps.
  private(set) var total = BridgeStep.none

  mutating func lines(of step: Result<BridgeStep, MissionError>) -> [String] {
    let fresh = news.news(of: step)
    func told(of ledger: String) -> [String] {
      fresh.filter { $0.ledger == ledger }.map { _, error in
        error.map { "\(ledger)  stopped: \($0.message)" } ?? "\(ledger)  continues"
      }
    }
    var lines = told(of: LaneSettings.runtimeName)
    guard case .success(let step) = step else { return lines }
    total.add(step)
    for source in step.sources {
      lines += told(of: source.ledger)
      if source.delivered > 0 {
        lines.append("\(source.ledger)  \(CountText.text(source.delivered, "item")) delivered")
      }
    }
    return lines
  }
}
