import MissionControl

extension MediaType {
  static let lines = "application/x-ndjson"
  static let text = "text/plain; charset=utf-8"
  static let metrics = "text/plain; version=0.0.4; charset=utf-8"
}
