package import MissionControl
package import MissionModel

/// `vp_start`: the worker began.
package struct ReportStart: WorkerToolRequest {
  package static let name = "vp_start"
  package static let summary = "Says that the worker began; optional."
  static let workspace = Parameter(
    "workspace", .text(bytes: 1...4_096), "The absolute folder of the work.")
  package static let parameters = ReportTarget.parameters + [workspace]

  package var target: ReportTarget
  /// The folder of the work; nil where none is named.
  package var workspace: String?

  package init(_ target: ReportTarget, workspace: String? = nil) {
    self.target = target
    self.workspace = workspace
  }

  package init(_ arguments: Arguments) throws(MissionError) {
    self.init(try ReportTarget(arguments), workspace: try arguments.text(Self.workspace))
  }

  package func check() throws(MissionError) {
    try Self.workspace.check(workspace)
    guard let workspace, !workspace.hasPrefix("/") else { return }
    throw Self.workspace.refusal(of: "a relative path")
  }

  package func report() -> WorkerReport { .started(workspace: workspace) }
}

/// `vp_heartbeat`: the worker lives.
package struct ReportHeartbeat: WorkerToolRequest {
  package static let name = "vp_heartbeat"
  package static let summary = "Says that the worker lives; renews the lease."
  package static let parameters = ReportTarget.parameters

  package var target: ReportTarget

  package init(_ target: ReportTarget) {
    self.target = target
  }

  package init(_ arguments: Arguments) throws(MissionError) {
    self.init(try ReportTarget(arguments))
  }

  /// Checks nothing: there is nothing but the target.
  package func check() throws(MissionError) {}

  package func report() -> WorkerReport { .heartbeat }
}

/// `vp_fallback`: the worker goes on by another way.
package struct ReportFallback: WorkerToolRequest {
  package static let name = "vp_fallback"
  package static let summary = "Says that the worker goes on by another way than it was to."
  static let from = Parameter(
    "from", .text(bytes: 1...1_024), required: true, "The way that was to be taken.")
  static let to = Parameter(
    "to", .text(bytes: 1...1_024), required: true, "The way that is taken.")
  static let reason = Parameter("reason", .text(bytes: 1...4_096), required: true, "Why.")
  package static let parameters = ReportTarget.parameters + [from, to, reason]

  package var target: ReportTarget
  /// The way that was to be taken, the one that is, and why.
  package var from: String
  package var to: String
  package var reason: String

  package init(_ target: ReportTarget, from: String, to: String, reason: String) {
    self.target = target
    self.from = from
    self.to = to
    self.reason = reason
  }

  package init(_ arguments: Arguments) throws(MissionError) {
    self.init(
      try ReportTarget(arguments), from: try arguments.requiredText(Self.from),
      to: try arguments.requiredText(Self.to), reason: try arguments.requiredText(Self.reason))
  }

  package func check() throws(MissionError) {
    try Self.from.check(from)
    try Self.to.check(to)
    try Self.reason.check(reason)
  }

  package func report() -> WorkerReport { .fallback(from: from, to: to, reason: reason) }
}
