package import MissionControl
package import MissionModel

/// `vp_artifact`: a file that the work made.
package struct ReportArtifact: WorkerToolRequest {
  package static let kind = WorkerReport.Kind.artifact
  package static let summary = "Declares a file that the work produced."
  static let path = Parameter(
    "path", .text(bytes: ReportBounds.path), required: true,
    "The file, relative to the workspace.")
  static let role = Parameter(
    "role", .choice(ArtifactRole.allCases.map(\.rawValue)), standard: "deliverable",
    "deliverable if it was asked for, else supporting.")
  package static let parameters = ReportTarget.parameters + [path, role]

  /// The path as lists have it, without `.` and empty parts; an absolute path, or one with `..`,
  /// stays as it is, to be refused.
  package static func plain(_ path: String) -> String {
    let isRefused = path.hasPrefix("/") || path.split(separator: "/").contains("..")
    return isRefused ? path : Paths.relative(path) ?? path
  }

  package let target: ReportTarget
  /// The file.
  package var artifact: ArtifactReport

  package init(_ arguments: Arguments) throws(MissionError) {
    target = try ReportTarget(arguments)
    artifact = ArtifactReport(
      path: Self.plain(try arguments.requiredText(Self.path)),
      role: try arguments.choice(Self.role) ?? .deliverable)
  }

  package func check() throws(MissionError) {
    try Self.path.check(artifact.path)
  }

  package func report() -> WorkerReport { .artifact(artifact) }

  /// Reports the file with its size and hash: the worker's own, else those found on this host.
  package func perform(_ context: ToolContext) async throws -> OneMissionAnswer {
    var artifact = artifact
    if artifact.bytes == nil, artifact.sha256 == nil,
      let content = await context.fleet.content(
        of: artifact, from: target.mission, as: target.token, context.call)
    {
      (artifact.bytes, artifact.sha256) = (content.bytes, content.sha256)
      artifact.isLookedAt = true
    }
    return try await send(.artifact(artifact), context)
  }
}
