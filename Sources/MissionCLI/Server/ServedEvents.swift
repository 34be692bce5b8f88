import CanonicalJSON
import EventLog
import MissionModel
import MissionReplay
import MissionTools

extension ServerSession {
  /// All events of a mission, or those after a version and before another.
  func stream(
    of id: String, after version: Int64 = 0, before end: Int64? = nil, asOf moment: String? = nil
  ) async throws -> [RecordedEvent] {
    let path = "missions/" + link.segment(id) + "/events"
    var events: [RecordedEvent] = []
    var after: Int64? = version
    while let place = after {
      let page = try await get(
        path,
        [
          "after": "\(place)", "before": end.map { "\($0)" }, "limit": "500", "as_of": moment,
        ])
      events += try page.events(of: events.first?.streamID)
      after = try page.object.optionalInteger("next_after")
    }
    return events
  }

  /// Why a mission has the status it has, or a session (`<vp>/<worker>`).
  func why(_ id: String, asOf moment: String? = nil) async throws -> (ServedAnswer, Why) {
    let session = id.contains("/") ? SessionID(id) : nil
    let path =
      session.map {
        "vps/\(link.segment($0.vp.rawValue))/sessions/\(link.segment($0.worker.rawValue))"
      } ?? "missions/" + link.segment(id)
    let answer = try await get(path + "/why", ["as_of": moment])
    do throws(JSONError) {
      var reader = JSONReader(trusted: answer.json)
      return (answer, try Why(reading: &reader))
    } catch {
      throw MissionError(.unavailable, "what the server answered can't be read: \(error.message)")
    }
  }
}

extension ServedAnswer {
  /// One event of a stream.
  static func event(_ json: [UInt8]) throws -> RecordedEvent {
    do throws(JSONError) {
      var reader = JSONReader(try JSONText(canonicalizing: json, limits: .own))
      return try RecordedEvent(reading: &reader, streamID: nil)
    } catch {
      throw MissionError(.unavailable, "what the server sent can't be read: \(error.message)")
    }
  }

  /// The events of the answer; `stream` is the position of their stream's first event where they are of one, and it
  /// isn't among them.
  func events(of stream: Int64? = nil) throws -> [RecordedEvent] {
    var events: [RecordedEvent] = []
    var reader = JSONReader(object["events"] ?? .emptyArray)
    do throws(JSONError) {
      try reader.readArray { reader throws(JSONError) in
        events.append(
          try RecordedEvent(reading: &reader, streamID: stream ?? events.first?.streamID))
      }
    } catch {
      throw MissionError(.unavailable, "what the server answered can't be read: \(error.message)")
    }
    return events
  }
}
