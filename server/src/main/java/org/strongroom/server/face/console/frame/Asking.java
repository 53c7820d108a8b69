package org.strongroom.server.face.console.frame;

import java.util.Map;
import java.util.Optional;
import org.strongroom.api.ApiException;
import org.strongroom.api.OperationModel;
import org.strongroom.api.Request;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.call.Calls;
import org.strongroom.server.caller.Caller;

/** Asks the operations that answer at once, on behalf of who looks. */
public final class Asking {
  private final Calls calls;
  private final Optional<Caller> caller;

  public Asking(Calls calls, Optional<Caller> caller) {
    this.calls = calls;
    this.caller = caller;
  }

  /** Whether who looks may call it; what they may not is not drawn. */
  public boolean may(Class<?> operation) {
    return may(Operations.of(operation));
  }

  public boolean may(OperationModel operation) {
    return caller.filter(known -> Calls.permits(operation, known)).isPresent();
  }

  /**
   * Asks.
   *
   * @throws ApiException with what is to be told
   */
  @SuppressWarnings("unchecked") // an operation declares its reply
  public <R> R ask(Class<? extends Request<R>> operation, Map<String, ?> values) {
    return (R) calls.answer(Operations.of(operation), values, caller);
  }

  /** Asks an operation that is known by its declaration alone. */
  public Object ask(OperationModel operation, Map<String, ?> values) {
    return calls.answer(operation, values, caller);
  }
}
