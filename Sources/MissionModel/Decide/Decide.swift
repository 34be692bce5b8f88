/// Decides what becomes of a command on a mission in a state; nil is a mission that isn't there yet.
///
/// Pure: the same state, command and context always give the same decision. Throws where the command is refused and
/// nothing is to be kept of it.
package func decide(
  _ state: MissionState?, _ command: MissionCommand, _ context: DecisionContext
) throws(MissionError) -> Decision {
  .unchanged
}
