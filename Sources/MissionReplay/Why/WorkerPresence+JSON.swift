package import CanonicalJSON
package import MissionModel

extension WorkerPresence: JSONWritable {
  /// Writes the observation, marked as no part of the answer.
  package func write(into writer: inout JSONWriter) {
    writer.object { writer in
      writer.field("part_of_the_answer", false)
      writer.field("process", process.rawValue)
      writer.field("pid", pid)
      writer.field("host", host)
      writer.field("observed", sentence)
    }
  }
}
