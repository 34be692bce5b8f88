/// How a mission is executed.
package enum ExecutionMode: String, Choice {
  case sdk, cli, dag
}
