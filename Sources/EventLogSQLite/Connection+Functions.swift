private import CSQLite

extension Connection {
  /// Adds a function to the SQL of this connection: deterministic, and called only by queries
  /// from outside, never by the schema.
  ///
  /// An error that the function throws fails the query with the error's description.
  package func addFunction(
    _ name: String, arguments: Int,
    _ body: @escaping @Sendable ([SQLiteValue]) throws -> SQLiteValue
  ) throws(SQLiteError) {
    let handle = try unsafe openHandle()
    let box = unsafe Unmanaged.passRetained(FunctionBody(body))
    let code = unsafe sqlite3_create_function_v2(
      handle, name, Int32(arguments), SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
      box.toOpaque(), callFunction, nil, nil, releaseFunction)
    guard code == SQLITE_OK else { throw unsafe SQLiteError.current(of: handle, code: code) }
  }
}

/// The Swift side of a function in SQL.
private final class FunctionBody: Sendable {
  let call: @Sendable ([SQLiteValue]) throws -> SQLiteValue

  init(_ call: @escaping @Sendable ([SQLiteValue]) throws -> SQLiteValue) {
    self.call = call
  }
}

private func releaseFunction(_ body: UnsafeMutableRawPointer?) {
  guard let body = unsafe body else { return }
  unsafe Unmanaged<FunctionBody>.fromOpaque(body).release()
}

private func callFunction(
  _ context: OpaquePointer?, _ count: Int32,
  _ arguments: UnsafeMutablePointer<OpaquePointer?>?
) {
  guard let body = unsafe sqlite3_user_data(context) else { return }
  let function = unsafe Unmanaged<FunctionBody>.fromOpaque(body).takeUnretainedValue()
  let values = unsafe UnsafeBufferPointer(start: arguments, count: Int(count)).map {
    unsafe value(of: $0)
  }
  do {
    unsafe answer(context, try function.call(values))
  } catch {
    unsafe sqlite3_result_error(context, "\(error)", -1)
  }
}

private func value(of argument: OpaquePointer?) -> SQLiteValue {
  let count = Int(unsafe sqlite3_value_bytes(argument))
  switch unsafe sqlite3_value_type(argument) {
  case SQLITE_INTEGER: return .integer(unsafe sqlite3_value_int64(argument))
  case SQLITE_FLOAT: return .real(unsafe sqlite3_value_double(argument))
  case SQLITE_TEXT:
    let bytes = unsafe UnsafeBufferPointer(start: sqlite3_value_text(argument), count: count)
    return .text(unsafe String(decoding: bytes, as: UTF8.self))
  case SQLITE_BLOB:
    let bytes = unsafe sqlite3_value_blob(argument)
    return .blob(unsafe Array(UnsafeRawBufferPointer(start: bytes, count: count)))
  default: return .null
  }
}

private func answer(_ context: OpaquePointer?, _ value: SQLiteValue) {
  switch value {
  case .null: unsafe sqlite3_result_null(context)
  case .integer(let value): unsafe sqlite3_result_int64(context, value)
  case .real(let value): unsafe sqlite3_result_double(context, value)
  case .text(var value):
    value.withUTF8 { bytes in
      unsafe csqlite_result_text(context, bytes.baseAddress, Int32(bytes.count))
    }
  case .blob(let value):
    unsafe value.withUnsafeBytes { bytes in
      unsafe csqlite_result_blob(context, bytes.baseAddress, Int32(bytes.count))
    }
  }
}
