import MissionReplay
import Platform
import Synchronization

/// A bar on a terminal's standard error for work of over a second: done, whole, rate and time left.
///
/// It appears only once a second has passed, is redrawn ten times a second at most, and leaves
/// nothing behind.
final class ProgressBar: Sendable {
  private struct State {
    var drawnAt: Int64?
  }

  private let title: String
  private let console: Console
  private let startedAt: Int64
  private let state = Mutex(State())

  init(_ title: String, on console: Console) {
    self.title = title
    self.console = console
    startedAt = console.clocks.monotonic()
  }

  /// Reports the progress of the work.
  func update(done: Int64, of whole: Int64) {
    let now = console.clocks.monotonic()
    guard console.screen.errorsAreTerminal, now - startedAt >= 1_000_000 else { return }
    let isDue = state.withLock { state in
      guard now - (state.drawnAt ?? 0) >= 100_000 else { return false }
      state.drawnAt = now
      return true
    }
    guard isDue else { return }
    let line = Self.line(
      title, done: done, of: whole, seconds: Double(now - startedAt) / 1_000_000,
      width: console.screen.width)
    show("\r\u{1B}[K\(line)")
  }

  /// Removes the bar from the terminal.
  func finish() {
    let wasDrawn = state.withLock { state in
      defer { state.drawnAt = nil }
      return state.drawnAt != nil
    }
    if wasDrawn { show("\r\u{1B}[K") }
  }

  /// `rebuilding missions  [#####     ]  52%  120,000 of 230,000  85,000/s  2s left`.
  static func line(
    _ title: String, done: Int64, of whole: Int64, seconds: Double, width: Int
  ) -> String {
    let share = whole > 0 ? min(1, Double(done) / Double(whole)) : 1
    let rate = seconds > 0 ? Double(done) / seconds : 0
    let left = rate > 0 ? "  \(DurationText.text(seconds: Double(whole - done) / rate)) left" : ""
    let figures =
      "  \(Int(share * 100))%  \(CountText.text(done)) of \(CountText.text(whole))"
      + "  \(CountText.text(Int64(rate)))/s" + left
    let columns = min(30, width - TextWidth.columns(title) - TextWidth.columns(figures) - 5)
    guard columns >= 5 else { return TextWidth.cut(title + figures, to: width - 1) }
    let filled = Int(share * Double(columns))
    let bar =
      String(repeating: "#", count: filled) + String(repeating: " ", count: columns - filled)
    return "\(title)  [\(bar)]\(figures)"
  }

  private func show(_ text: String) {
    // A closed reader ends the command at its next line of output, not here.
    try? console.err.write(text)
    try? console.err.flush()
  }
}

extension Invocation {
  /// Does work that moves a bar, which is removed however the work ends.
  func withProgress<Answer>(
    _ title: String, _ work: (ProgressBar) async throws -> Answer
  ) async throws -> Answer {
    let bar = ProgressBar(title, on: console)
    defer { bar.finish() }
    return try await work(bar)
  }
}
