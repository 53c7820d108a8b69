package org.strongroom.server.face.message;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.OperationModel;
import org.strongroom.api.registry.Operations;

/** Which message stands for which operation; operations that are newer than messages have none. */
final class Messages {
  private final Map<String, OperationModel> operations =
      Operations.all().stream()
          .filter(operation -> !operation.messagePackage().isEmpty())
          .collect(Collectors.toMap(operation -> named(operation, "Msg"), operation -> operation));

  Optional<OperationModel> operation(String messageClass) {
    return Optional.ofNullable(operations.get(messageClass));
  }

  /** The class of the message that answers. */
  static String answerClass(OperationModel operation) {
    return named(operation, operation.mode() == Mode.SYNC ? "Reply" : "Event");
  }

  private static String named(OperationModel operation, String kind) {
    return operation.messagePackage() + ".API" + operation.name() + kind;
  }
}
