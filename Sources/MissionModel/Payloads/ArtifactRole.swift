/// Whether an artifact is what was asked for, or came along with it.
package enum ArtifactRole: String, Choice {
  case deliverable, supporting
}
