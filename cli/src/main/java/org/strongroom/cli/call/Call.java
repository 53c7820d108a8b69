package org.strongroom.cli.call;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.OperationModel;

/**
 * A call of an operation, ready to be sent.
 *
 * @param values by parameter name: texts, whole numbers, booleans, lists of texts and maps; only
 *     what was given, so that the server's defaults hold for the rest
 * @param timeout how long the call may take, if it was given among the parameters
 */
public record Call(
    OperationModel operation, Map<String, Object> values, Optional<Duration> timeout) {

  /** Without the values: there may be secrets among them. */
  @Override
  public String toString() {
    return "Call[" + operation.name() + "]";
  }
}
