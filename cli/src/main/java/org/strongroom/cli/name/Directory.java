package org.strongroom.cli.name;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ResourceType;
import org.strongroom.api.registry.Operations;

/**
 * Where the names of one kind of resource stand.
 *
 * @param query the operation that lists them
 * @param field the field that holds the name
 * @param noun what people call one of them
 */
public record Directory(OperationModel query, String field, String noun) {
  /** What is the name of a resource, the first that it has. */
  private static final List<String> NAMES =
      List.of("name", "displayName", "hostName", "tag", "accountName");

  /** The directory of a kind of resource. */
  public static Directory of(ResourceType type) {
    OperationModel query = Operations.query(type);
    return of(query, type.noun())
        .orElseThrow(() -> new IllegalStateException(query.name() + " tells no names"));
  }

  /** The directory that a query is; empty if what it lists has no names, or no uuids. */
  public static Optional<Directory> of(OperationModel query, String noun) {
    List<String> fields =
        query.queried().stream()
            .flatMap(inventory -> Arrays.stream(inventory.getRecordComponents()))
            .map(RecordComponent::getName)
            .toList();
    return NAMES.stream()
        .filter(name -> fields.contains(name) && fields.contains("uuid"))
        .findFirst()
        .map(name -> new Directory(query, name, noun));
  }
}
