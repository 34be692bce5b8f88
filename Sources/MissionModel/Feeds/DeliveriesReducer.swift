import EventLog
import EventProjections

/// The fold that tells which events of the sources are in feeds.
package struct DeliveriesReducer: Reducer {
  package let name = "bridge_deliveries"
  package let version = 1

  /// Makes the reducer.
  package init() {}

  package func key(of input: DecodedEvent) -> DeliveryKey? {
    guard case .runtime(.delivered(let body)) = input.content else { return nil }
    return DeliveryKey(body.source)
  }

  package func reduce(_ row: inout Delivery?, _ input: DecodedEvent) {
    row = Delivery(times: (row?.times ?? 0) + 1, position: input.event.position)
  }
}
