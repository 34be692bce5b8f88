/// A failure in one line.
package enum FailureText {
  /// The reason, and after a colon the end of the output, which follows the reason in `detail`; any
  /// other `detail` as it is.
  package static func line(_ detail: String?, reason: String?) -> String? {
    guard let detail, let reason, detail.hasPrefix(reason + "\n") else { return detail ?? reason }
    let output = TextWidth.oneLine(String(detail.dropFirst(reason.count + 1)))
    return output.isEmpty ? reason : "\(reason): \(output)"
  }
}
