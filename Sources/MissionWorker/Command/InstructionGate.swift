import Platform

/// A gate that admits a number of instructions at once, and beyond that holds up the thread that
/// reads the command's output.
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

  /// Waits for a place; returns false at once if the gate is closed.
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

  /// Closes the gate, and releases whoever waits.
  func close() {
    state.change { state in
      state.isOpen = false
      state.isHolding = false
    }
  }

  /// Whether a thread waits here, so that the command's silence isn't the command's own.
  var isHolding: Bool { state.withLock(\.isHolding) }
}
