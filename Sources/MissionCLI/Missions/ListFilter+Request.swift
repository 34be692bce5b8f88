import MissionControl
import MissionModel
import MissionStore
import MissionTools

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
}
