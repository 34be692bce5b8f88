private import CSQLite

/// A prepared statement: bound by position from 1, read by column from 0.
///
/// It belongs to the thread that uses its connection. Text and bytes are copied when they are
/// bound; `withBytes` lends a column's own bytes until the statement moves on.
@safe
package final class Statement {
  private let handle: OpaquePointer

  init(handle: OpaquePointer) {
    unsafe self.handle = handle
  }

  deinit {
    unsafe sqlite3_finalize(handle)
  }

  // MARK: Binding

  /// Binds an integer.
  package func bind(_ value: Int64, at index: Int) throws(SQLiteError) {
    try check(unsafe sqlite3_bind_int64(handle, Int32(index), value))
  }

  /// Binds an integer.
  package func bind(_ value: Int, at index: Int) throws(SQLiteError) {
    try bind(Int64(value), at: index)
  }

  /// Binds an integer, or NULL.
  package func bind(_ value: Int64?, at index: Int) throws(SQLiteError) {
    if let value { try bind(value, at: index) } else { try bindNull(at: index) }
  }

  /// Binds a floating-point number.
  package func bind(_ value: Double, at index: Int) throws(SQLiteError) {
    try check(unsafe sqlite3_bind_double(handle, Int32(index), value))
  }

  /// Binds text.
  package func bind(_ value: String, at index: Int) throws(SQLiteError) {
    var value = value
    let code = value.withUTF8 { bytes in
      unsafe csqlite_bind_text(handle, Int32(index), bytes.baseAddress, Int32(bytes.count))
    }
    try check(code)
  }

  /// Binds text, or NULL.
  package func bind(_ value: String?, at index: Int) throws(SQLiteError) {
    if let value { try bind(value, at: index) } else { try bindNull(at: index) }
  }

  /// Binds a blob.
  package func bind(_ value: [UInt8], at index: Int) throws(SQLiteError) {
    try bind(value.span, at: index)
  }

  /// Binds a blob, or NULL.
  package func bind(_ value: [UInt8]?, at index: Int) throws(SQLiteError) {
    if let value { try bind(value, at: index) } else { try bindNull(at: index) }
  }

  /// Binds a blob of lent bytes.
  package func bind(_ value: Span<UInt8>, at index: Int) throws(SQLiteError) {
    let code = unsafe value.withUnsafeBufferPointer { bytes in
      unsafe csqlite_bind_blob(handle, Int32(index), bytes.baseAddress, Int32(bytes.count))
    }
    try check(code)
  }

  /// Binds NULL.
  package func bindNull(at index: Int) throws(SQLiteError) {
    try check(unsafe sqlite3_bind_null(handle, Int32(index)))
  }

  /// Binds a value of any kind.
  package func bind(_ value: SQLiteValue, at index: Int) throws(SQLiteError) {
    switch value {
    case .null: try bindNull(at: index)
    case .integer(let value): try bind(value, at: index)
    case .real(let value): try bind(value, at: index)
    case .text(let value): try bind(value, at: index)
    case .blob(let value): try bind(value, at: index)
    }
  }

  // MARK: Running

  /// Whether the statement is being read from: it stands on a row.
  var isInUse: Bool { unsafe sqlite3_stmt_busy(handle) != 0 }

  /// Moves to the next row; false when there is none, which resets the statement.
  package func step() throws(SQLiteError) -> Bool {
    let code = unsafe sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE {
      unsafe sqlite3_reset(handle)
      return false
    }
    let error = currentError(code)
    unsafe sqlite3_reset(handle)
    throw error
  }

  /// Runs the statement to its end and resets it, keeping its bindings.
  package func run() throws(SQLiteError) {
    while try step() {}
  }

  /// Ends the current run, so that the statement holds no snapshot, keeping its bindings.
  package func reset() {
    unsafe sqlite3_reset(handle)
  }

  // MARK: Reading a row

  /// The number of columns in each row.
  package var columnCount: Int {
    Int(unsafe sqlite3_column_count(handle))
  }

  /// A column's name, as the query gives it.
  package func columnName(at column: Int) -> String {
    guard let name = unsafe sqlite3_column_name(handle, Int32(column)) else { return "" }
    return unsafe String(cString: name)
  }

  /// Whether a column is NULL in this row.
  package func isNull(at column: Int) -> Bool {
    unsafe sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
  }

  /// A column as an integer; 0 for NULL.
  package func int64(at column: Int) -> Int64 {
    unsafe sqlite3_column_int64(handle, Int32(column))
  }

  /// A column as an integer, nil for NULL.
  package func optionalInt64(at column: Int) -> Int64? {
    isNull(at: column) ? nil : int64(at: column)
  }

  /// A column as a floating-point number; 0 for NULL.
  package func double(at column: Int) -> Double {
    unsafe sqlite3_column_double(handle, Int32(column))
  }

  /// A column as text; empty for NULL, invalid UTF-8 repaired.
  package func text(at column: Int) -> String {
    optionalText(at: column) ?? ""
  }

  /// A column as text, nil for NULL, invalid UTF-8 repaired.
  package func optionalText(at column: Int) -> String? {
    guard let bytes = unsafe sqlite3_column_text(handle, Int32(column)) else { return nil }
    let count = Int(unsafe sqlite3_column_bytes(handle, Int32(column)))
    return unsafe String(
      decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  /// A copy of a column's bytes.
  package func blob(at column: Int) -> [UInt8] {
    let bytes = unsafe sqlite3_column_blob(handle, Int32(column))
    let count = Int(unsafe sqlite3_column_bytes(handle, Int32(column)))
    return unsafe Array(UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count))
  }

  /// How many bytes a column has (of a blob, or of text as UTF-8).
  package func byteCount(at column: Int) -> Int {
    Int(unsafe sqlite3_column_bytes(handle, Int32(column)))
  }

  /// How many bytes a column of text or bytes has; nil for any other type.
  package func length(at column: Int) -> Int? {
    switch unsafe sqlite3_column_type(handle, Int32(column)) {
    case SQLITE_TEXT, SQLITE_BLOB: byteCount(at: column)
    default: nil
    }
  }

  /// Appends a column's bytes, `limit` of them at most, to `bytes`.
  package func append(bytesAt column: Int, to bytes: inout [UInt8], atMost limit: Int = .max) {
    let start = unsafe sqlite3_column_blob(handle, Int32(column))
    let count = min(byteCount(at: column), limit)
    guard unsafe start != nil else { return }
    unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: count))
  }

  /// Lends a column's bytes (of a blob, or of text as UTF-8) for the time of `body`.
  ///
  /// Not generic, as generics would cost more here than the work done with a short blob.
  package func withBytes(at column: Int, _ body: (Span<UInt8>) -> Void) {
    let bytes = unsafe sqlite3_column_blob(handle, Int32(column))
    let count = Int(unsafe sqlite3_column_bytes(handle, Int32(column)))
    let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count)
    unsafe body(Span(_unsafeBytes: buffer))
  }

  /// A column as whatever SQLite holds.
  package func value(at column: Int) -> SQLiteValue {
    switch unsafe sqlite3_column_type(handle, Int32(column)) {
    case SQLITE_INTEGER: .integer(int64(at: column))
    case SQLITE_FLOAT: .real(double(at: column))
    case SQLITE_TEXT: .text(text(at: column))
    case SQLITE_BLOB: .blob(blob(at: column))
    default: .null
    }
  }

  private func check(_ code: Int32) throws(SQLiteError) {
    guard code != SQLITE_OK else { return }
    throw currentError(code)
  }

  private func currentError(_ code: Int32) -> SQLiteError {
    let connection = unsafe sqlite3_db_handle(handle)
    return unsafe SQLiteError.current(of: connection, code: code)
  }
}
