package import CanonicalJSON

/// Values of another system's row that a request's own fields can't hold; shown in their place.
package struct KeptValues: Hashable, Sendable {
  package var priority: JSONText?
  package var budget: JSONText?

  /// Makes the values.
  package init(priority: JSONText? = nil, budget: JSONText? = nil) {
    self.priority = priority
    self.budget = budget
  }
}
