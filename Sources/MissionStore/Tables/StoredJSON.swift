import CanonicalJSON
import MissionModel

/// Lists in a column, as canonical JSON; an empty list is stored as no value.
enum StoredJSON {
  /// Writes texts.
  static func strings(_ strings: [String]) -> String? {
    guard !strings.isEmpty else { return nil }
    return JSONText.array { json in
      for string in strings { json.element(string) }
    }.string
  }

  /// Reads texts; nil when the text is not such a list.
  static func strings(_ text: String) -> [String]? {
    guard var reader = reader(text) else { return nil }
    return try? reader.readStrings()
  }

  /// Writes the tokens that were issued, each as `[worker, attempt, kinds of late reports]`.
  static func tokens(_ tokens: [IssuedToken]) -> String? {
    guard !tokens.isEmpty else { return nil }
    return JSONText.array { json in
      for token in tokens {
        json.element(array: { json in
          json.element(token.token.worker.rawValue)
          json.element(token.token.attempt)
          for kind in token.lateKinds { json.element(kind.rawValue) }
        })
      }
    }.string
  }

  /// Reads tokens; nil when the text is not such a list.
  static func tokens(_ text: String) -> [IssuedToken]? {
    guard var reader = reader(text) else { return nil }
    var tokens: [IssuedToken] = []
    do throws(JSONError) {
      try reader.beginArray()
      while try reader.nextElement() {
        try reader.beginArray()
        guard try reader.nextElement(), let worker = WorkerID(try reader.readString()),
          try reader.nextElement()
        else { return nil }
        let token = FencingToken(worker: worker, attempt: Int(try reader.readInt64()))
        var kinds: [ReportedFinish.Kind] = []
        while try reader.nextElement() {
          guard let kind = ReportedFinish.Kind(rawValue: try reader.readString()) else {
            return nil
          }
          kinds.append(kind)
        }
        tokens.append(IssuedToken(token: token, lateKinds: kinds))
      }
    } catch {
      return nil
    }
    return tokens
  }

  private static func reader(_ text: String) -> JSONReader? {
    (try? JSONText(text)).map { JSONReader($0) }
  }
}
