package import MissionControl
package import MissionModel

/// `vp_heartbeat`: the worker lives.
package struct ReportHeartbeat: WorkerToolRequest {
  package static let kind = WorkerReport.Kind.heartbeat
  package static let summary = "Reports that the worker is alive; renews the lease."
  package static let parameters = ReportTarget.parameters

  package let target: ReportTarget

  package init(_ arguments: Arguments) throws(MissionError) {
    target = try ReportTarget(arguments)
  }

  /// Checks nothing: there is nothing but the target.
  package func check() throws(MissionError) {}

  package func report() -> WorkerReport { .heartbeat }
}
