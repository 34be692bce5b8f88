import CanonicalJSON
package import MissionModel

extension MissionError {
  /// The error in a server's answer; nil where it holds none of the contract's.
  package init?(answered body: [UInt8]) {
    var (code, message, wait, details): (String?, String?, Int?, JSONText?) = (nil, nil, nil, nil)
    do throws(JSONError) {
      var reader = JSONReader(try JSONText(canonicalizing: body))
      try reader.readObject { key, reader throws(JSONError) in
        guard key == "error" else { return try reader.skip() }
        try reader.readObject { key, reader throws(JSONError) in
          switch key {
          case "code": code = try reader.readString()
          case "message": message = try reader.readString()
          case "retry_after_ms": wait = try reader.readInt()
          case "details": details = try reader.readText()
          default: try reader.skip()
          }
        }
      }
    } catch {
      return nil
    }
    guard let code = code.flatMap(Code.init), let message else { return nil }
    self.init(code, message, retryAfterMs: wait, details: details)
  }

  /// The same error with its likeliest reason.
  package var ofAnOlderServer: MissionError {
    MissionError(
      code, message + " (or the server is older than this program: upgrade servers first)",
      retryAfterMs: retryAfterMs, details: details)
  }
}
