import Platform

/// Lets in so many instructions at once, and holds up the thread that reads the command's output beyond that.
///
/// So a command that reports faster than its ledger can take it waits, as it would for a full pipe.
final class InstructionGate: Sendable {
  private struct State {
    var free: Int
    var isOpen = true
    var isHolding = false
  }

  private let state: Condition<State>

  init(places: Int) {
    state = Condition(State(free: places))
  }

  /// Waits for a place; false, at once, when the gate was closed.
  func enter() -> Bool {
    state.wait { state in
      guard state.isOpen else { return false }
      state.isHolding = state.free == 0
      guard state.free > 0 else { return nil }
      state.free -= 1
      return true
    }
  }

  /// Gives a place back.
  func leave() {
    state.change { $0.free += 1 }
  }

  /// Lets nothing in any more, and whoever waits go.
  func close() {
    state.change { state in
      state.isOpen = false
      state.isHolding = false
    }
  }

  /// Whether a thread waits here, so that the command's silence isn't its own.
  var isHolding: Bool { state.withLock(\.isHolding) }
}
