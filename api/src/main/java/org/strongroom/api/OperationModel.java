package org.strongroom.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;

/**
 * An operation as its declaration tells it: what faces, commands and documentation are made from.
 *
 * @param name the operation's name, such as {@code AddSftpBackupStorage}
 * @param replyType what it answers, such as {@code InventoryReply<ZoneInventory>}
 * @param command noun and verb on the command line, such as {@code backup-node register}; may be
 *     empty
 * @param shortcuts further commands: noun, verb, and one parameter with its value
 * @param queried the inventory that a query operation returns; empty for all other operations
 */
public record OperationModel(
    Class<? extends Record> type,
    String name,
    String summary,
    HttpMethod method,
    List<String> paths,
    Mode mode,
    Access access,
    long timeoutSeconds,
    String messagePackage,
    String since,
    String command,
    List<String> shortcuts,
    List<ParameterModel> parameters,
    Type replyType,
    Optional<Class<?>> queried) {

  private static final Pattern MESSAGE =
      Pattern.compile("^(%?)(?:[\\w.]*\\.)?API(\\w*?)Msg(%?)$", Pattern.CASE_INSENSITIVE);

  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

  /**
   * Reads a declaration.
   *
   * @throws IllegalArgumentException if the record is not declared as an operation
   */
  public static OperationModel of(Class<? extends Record> type) {
    Operation declared = type.getAnnotation(Operation.class);
    if (declared == null) {
      throw new IllegalArgumentException(type + " is not declared as an operation");
    }
    boolean query =
        Arrays.stream(type.getRecordComponents()).anyMatch(c -> c.getType() == Query.class);
    Type reply = replyType(type);
    return new OperationModel(
        type,
        type.getSimpleName(),
        declared.summary(),
        declared.method(),
        List.of(declared.path()),
        declared.mode(),
        declared.access(),
        declared.timeoutSeconds(),
        declared.messagePackage(),
        declared.since(),
        declared.command(),
        List.of(declared.shortcuts()),
        List.copyOf(parametersOf(type)),
        reply,
        query ? Optional.of(argument(reply)) : Optional.empty());
  }

  /**
   * The name of an operation, be it called by its name, or by its message as clients of the message
   * API know it: {@code APIAddImageMsg}, with or without the package. Patterns of conditions keep
   * their wildcards at both ends.
   */
  public static String nameIn(String text) {
    return MESSAGE.matcher(text).replaceFirst("$1$2$3");
  }

  /** The key that holds the parameters in the body of a PUT: the name with a small first letter. */
  public String actionKey() {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** The names of the variables in this path. */
  public static Set<String> variables(String path) {
    return VARIABLE.matcher(path).results().map(m -> m.group(1)).collect(Collectors.toSet());
  }

  public Optional<ParameterModel> parameter(String parameterName) {
    return parameters.stream().filter(p -> p.name().equals(parameterName)).findFirst();
  }

  /** The parameter that a word standing alone means on the command line. */
  public Optional<ParameterModel> positional() {
    Set<String> inPath = variables(paths.getFirst());
    return parameters.stream()
        .filter(ParameterModel::positional)
        .findFirst()
        .or(() -> inPath.size() == 1 ? parameter(inPath.iterator().next()) : Optional.empty());
  }

  private static List<ParameterModel> parametersOf(Class<?> group) {
    List<ParameterModel> found = new ArrayList<>();
    for (RecordComponent component : group.getRecordComponents()) {
      Parameter declared = component.getAnnotation(Parameter.class);
      if (declared != null) {
        found.add(ParameterModel.of(component.getName(), component.getGenericType(), declared));
      } else if (component.getType().isRecord()) {
        found.addAll(parametersOf(component.getType()));
      } else {
        throw new IllegalArgumentException(
            component + " of " + group + " is not declared as a parameter");
      }
    }
    return found;
  }

  private static Type replyType(Class<?> type) {
    for (Type implemented : type.getGenericInterfaces()) {
      if (implemented instanceof ParameterizedType parameterized
          && parameterized.getRawType() == Request.class) {
        return parameterized.getActualTypeArguments()[0];
      }
    }
    throw new IllegalArgumentException(type + " does not implement Request");
  }

  private static Class<?> argument(Type reply) {
    return (Class<?>) ((ParameterizedType) reply).getActualTypeArguments()[0];
  }
}
