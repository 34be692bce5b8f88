/// Whether an artifact was asked for, or came along with the work.
package enum ArtifactRole: String, Choice {
  case deliverable, supporting
}
