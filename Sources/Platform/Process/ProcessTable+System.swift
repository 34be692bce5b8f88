private import Glibc

extension ProcessTable {
  /// The processes that this one can see in `/proc`.
  package static let system = ProcessTable(
    entry: { pid in
      guard let bytes = try? FileSystem.read("/proc/\(pid)/stat", limit: 4_096) else { return nil }
      return Entry(stat: String(decoding: bytes, as: UTF8.self))
    },
    pids: {
      let names = (try? FileSystem.names(in: "/proc")) ?? []
      return names.compactMap { Int32($0) }.sorted()
    },
    environment: { pid in
      guard let bytes = try? FileSystem.read("/proc/\(pid)/environ", limit: 4 << 20) else {
        return nil
      }
      return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    },
    // A process must not look gone because /proc hides it or no descriptor is left.
    isTaken: { pid in kill(pid, 0) == 0 || errno != ESRCH })
}

extension ProcessTable {
  /// Describes a process: its id, its program's name, and whether it is stopped, as far as that can
  /// be seen.
  package static func words(for pid: Int32) -> String {
    let comm = (try? FileSystem.read("/proc/\(pid)/comm", limit: 64)) ?? []
    let name = String(decoding: comm.prefix { $0 != 0x0A }, as: UTF8.self)
    let state = system.entry(pid)?.state
    let facts = [name.isEmpty ? nil : name, state == "T" ? "stopped" : nil].compactMap(\.self)
    return "process \(pid)" + (facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))")
  }
}

extension ProcessTable.Entry {
  /// Reads a line of `/proc/<pid>/stat`; the command in it may hold spaces and brackets.
  init?(stat line: String) {
    guard let open = line.firstIndex(of: "("), let close = line.lastIndex(of: ")"),
      let pid = Int32(line[..<open].dropLast())
    else { return nil }
    let fields = line[line.index(after: close)...].split { $0 == " " || $0 == "\n" }
    guard fields.count > 19, let state = fields[0].first, let parent = Int32(fields[1]),
      let startTime = Int64(fields[19])
    else { return nil }
    self.init(
      identity: ProcessIdentity(pid: pid, startTime: startTime), parent: parent, state: state)
  }
}
