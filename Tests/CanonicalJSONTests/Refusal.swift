import CanonicalJSON

/// Returns why `text` is refused; nil when it is taken.
func refusal(_ text: String, limits: JSONLimits = .standard) -> JSONError? {
  refusal(bytes: Array(text.utf8), limits: limits)
}

/// Returns why `bytes` are refused; nil when they are taken.
func refusal(bytes: [UInt8], limits: JSONLimits = .standard) -> JSONError? {
  do throws(JSONError) {
    _ = try JSONText(canonicalizing: bytes, limits: limits)
    return nil
  } catch {
    return error
  }
}
