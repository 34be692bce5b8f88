package import MissionControl
package import MissionModel

/// `vp_start`: the worker began.
package struct ReportStart: WorkerToolRequest {
  package static let kind = WorkerReport.Kind.start
  package static let summary = "Reports that the worker started; optional."
  static let workspace = Parameter(
    "workspace", .text(bytes: 1...4_096), "The absolute folder of the work.")
  package static let parameters = ReportTarget.parameters + [workspace]

  package let target: ReportTarget
  /// The folder of the work; nil where none is named.
  private let workspace: String?

  package init(_ arguments: Arguments) throws(MissionError) {
    target = try ReportTarget(arguments)
    workspace = try arguments.text(Self.workspace)
  }

  package func check() throws(MissionError) {
    try Self.workspace.check(workspace)
    guard let workspace, !workspace.hasPrefix("/") else { return }
    throw Self.workspace.refusal(of: "a relative path")
  }

  package func report() -> WorkerReport { .started(workspace: workspace) }
}
