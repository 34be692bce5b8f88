import MissionControl
import MissionModel
import MissionTools
import Platform

extension ListFilter {
  /// What the flags ask for.
  func request(_ invocation: Invocation, _ tools: ToolContext) async throws -> ListRequest {
    var request = ListRequest()
    var filter = MissionFilter()
    filter.vp = try vpID.map(VPInput.id)
    filter.statuses = try ListMissions.statuses(of: status ?? "all")
    filter.attention = attention
    filter.failureMode = failureMode.map(FailureMode.init)
    filter.sourceSessionID = sourceSessionID
    if let chain { filter.chainID = try await invocation.mission(chain, tools) }
    filter.since = since?.past(invocation.time)
    filter.until = until?.past(invocation.time)
    filter.grep = grep
    if let sort { filter.order = sort }
    request.filter = filter
    request.limit = limit
    request.cursor = cursor
    return request
  }

  /// The flags again, so that a hint asks for the same list; a length of time becomes the moment that it meant.
  func words(_ invocation: Invocation) -> [String] {
    let values: [(String, String?)] = [
      ("--vp", vpID), ("--status", status), ("--failure-mode", failureMode), ("--chain", chain),
      ("--source-session-id", sourceSessionID),
      ("--since", since?.past(invocation.time).description),
      ("--until", until?.past(invocation.time).description), ("--grep", grep),
      ("--sort", sort?.rawValue), ("--limit", limit == ListRequest().limit ? nil : String(limit)),
    ]
    return (attention ? ["--attention"] : [])
      + values.flatMap { flag, value in value.map { [flag, $0] } ?? [] }
  }
}
