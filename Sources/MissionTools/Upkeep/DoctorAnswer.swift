package import CanonicalJSON

/// What `doctor` answers: each check, and what to do where it isn't good.
package struct DoctorAnswer: ToolAnswer {
  /// How a thing is.
  package enum Health: String, Sendable {
    /// As it should be.
    case good = "ok"
    /// It works, but someone should know.
    case warning
    /// It doesn't work.
    case bad = "failed"
  }

  /// One thing that was looked at.
  package struct Check: Hashable, Sendable {
    /// What it is, such as `home` or `ledger vp`.
    package let name: String
    /// How it is.
    package let health: Health
    /// What was found.
    package let message: String
    /// What to do about it; nil where there is nothing to do.
    package let remedy: String?

    /// Makes a check's result.
    package init(_ name: String, _ health: Health, _ message: String, remedy: String? = nil) {
      self.name = name
      self.health = health
      self.message = message
      self.remedy = remedy
    }
  }

  /// What was looked at, in order.
  package let checks: [Check]

  /// Makes the answer.
  package init(checks: [Check]) {
    self.checks = checks
  }

  /// Whether everything works.
  package var isHealthy: Bool { !checks.contains { $0.health == .bad } }
  package var hint: String? { checks.first { $0.health == .bad }?.remedy }

  package func write(into writer: inout JSONWriter) {
    writer.field("healthy", isHealthy)
    writer.field("checks", checks)
  }
}

extension DoctorAnswer.Check: JSONWritable {
  /// Writes the check's result.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("name", name)
      writer.field("status", health.rawValue)
      writer.field("message", message)
      writer.field("remedy", remedy)
    }
  }
}
