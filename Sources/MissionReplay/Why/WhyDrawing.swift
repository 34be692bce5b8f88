import MissionModel
import Platform

/// An explanation drawn for people: the status, the rule, the decisive events, and a present
/// observation.
package struct WhyDrawing: Sendable {
  private let why: Why
  private let clock: ClockFace
  private let width: Int
  private let labelColumns = 11

  /// Makes the drawing of an explanation in `width` columns, 60 at least.
  package init(_ why: Why, clock: ClockFace, width: Int = 80) {
    self.why = why
    self.clock = clock
    self.width = max(width, 60)
  }

  /// The drawing, line by line.
  package var lines: [StyledLine] {
    var lines = heading
    lines += block("rule", why.rules.map { $0.text(moment: clock.full) })
    lines += block("judged at", [clock.full(why.now)])
    lines += block("policy", [policy])
    lines += block(
      "decided by",
      why.events.map { event in
        "\(event.eventID)  \(clock.time(event.at))  \(event.summary.text)"
      })
    if let live = why.live {
      lines.append(StyledLine())
      lines += block(
        "just now",
        [live.sentence + " (seen live; not part of the answer)"] + (why.outlook.map { [$0] } ?? []))
    }
    return lines
  }

  private var heading: [StyledLine] {
    let name =
      switch why.subject {
      case .mission(let id): id.rawValue
      case .session(let id): id.description
      }
    var line = StyledLine("is ")
    line.append(why.effectiveStatus, why.staleReason == nil ? .strong : .warning)
    if let reason = why.staleReason { line.append(" (\(reason.rawValue))", .warning) }
    if why.status != why.effectiveStatus { line.append(", its status being \(why.status)") }
    if let basis = why.basis { line.append(", \(basis.rawValue)") }
    return TextWidth.wrap(name, to: width).map { StyledLine($0, .strong) } + [line, StyledLine()]
  }

  private var policy: String {
    func seconds(_ value: Double) -> String { DurationText.text(seconds: value) }
    let policy = why.policy
    return "lease_ttl \(seconds(policy.leaseTTL)), cancel_grace \(seconds(policy.cancelGrace)), "
      + "stale_mission_seconds \(seconds(policy.staleMissionSeconds)), "
      + "stale_session_seconds \(seconds(policy.staleSessionSeconds))"
  }

  private func block(_ name: String, _ texts: [String]) -> [StyledLine] {
    let parts = texts.flatMap { TextWidth.wrap($0, to: width - labelColumns) }
    return parts.enumerated().map { index, part in
      var line = StyledLine(index == 0 ? name : "", .faint)
      line.pad(to: labelColumns)
      line.append(TextWidth.cut(part, to: width - labelColumns))
      return line
    }
  }
}
