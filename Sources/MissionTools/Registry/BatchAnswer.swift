import CanonicalJSON
package import MissionModel

/// The answers of one command on several missions, each its own success or failure.
package struct BatchAnswer: Sendable {
  /// One mission's part.
  package struct Item: Sendable {
    /// The mission as the caller named it.
    package let missionID: String
    /// What became of it.
    package let result: Result<any ToolAnswer, MissionError>

    /// Makes a part.
    package init(missionID: String, result: Result<any ToolAnswer, MissionError>) {
      self.missionID = missionID
      self.result = result
    }
  }

  /// The parts, in the order in which they were asked for.
  package let items: [Item]

  /// Makes the answer.
  package init(_ items: [Item]) {
    self.items = items
  }

  /// The first failure, which decides a command's exit code.
  package var firstError: MissionError? {
    for item in items {
      if case .failure(let error) = item.result { return error }
    }
    return nil
  }

  /// `{"ok": true, "results": [...]}`, each part with its own `ok`; after a failure `ok` is false
  /// beside the first one's `error`.
  package var json: [UInt8] {
    var writer = JSONWriter(order: .asWritten)
    writer.object { writer in
      writer.field("ok", firstError == nil)
      if let firstError { writer.field("error", firstError) }
      writer.field(
        "results",
        array: { writer in
          for item in items {
            writer.nextElement()
            switch item.result {
            case .success(let answer): answer.writeObject(into: &writer)
            case .failure(let error):
              writer.object { writer in
                writer.field("ok", false)
                writer.field("mission_id", item.missionID)
                writer.field("error", error)
              }
            }
          }
        })
    }
    return writer.finish()
  }
}
