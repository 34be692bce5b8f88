/// The table that rows are in.
enum RowsPlace: Sendable {
  /// The projection's own.
  case own
  /// The one that a fold makes beside it, while it is empty and afterwards.
  case emptyBeside, beside
  /// The temporary one with rows as they were at a past moment.
  case past
}
