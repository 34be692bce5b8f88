package import CanonicalJSON

/// What another system's row said where a request's own fields can't hold it; shown in their place.
package struct KeptValues: Hashable, Sendable {
  package var priority: JSONText?
  package var budget: JSONText?

  /// Makes the values.
  package init(priority: JSONText? = nil, budget: JSONText? = nil) {
    self.priority = priority
    self.budget = budget
  }
}
