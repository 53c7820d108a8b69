package org.strongroom.server.face.console.form;

import java.util.Optional;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.table.Inventories;
import org.strongroom.server.face.console.table.Listing;

/** Which list an operation belongs to, what it is about or what it makes, and what names that. */
public final class Subjects {
  private Subjects() {}

  /** The list; empty for operations of which no form is made. */
  public static Optional<Listing> listing(OperationModel operation) {
    if (!Actions.isOffered(operation)) {
      return Optional.empty();
    }
    return Actions.making(operation.name()).or(() -> about(operation));
  }

  private static Optional<Listing> about(OperationModel operation) {
    String name = operation.name();
    if (name.endsWith("BackupNode")) {
      return Listings.at("backup-nodes");
    }
    if (name.endsWith("GlobalConfig")) {
      return Listings.at("settings");
    }
    if (name.equals("RemoveRoleAssignment")) {
      return Listings.at("roles");
    }
    return parameter(operation)
        .map(ParameterModel::named)
        .filter(types -> !types.isEmpty())
        .flatMap(types -> Actions.listing(types.getFirst()));
  }

  /**
   * The parameter that names what an operation is about: its uuid, the number of a backup node, or
   * the resource that stands in its path, alone on the command line, or has to be named first.
   */
  static Optional<ParameterModel> parameter(OperationModel operation) {
    return operation
        .parameter("uuid")
        .or(() -> operation.parameter("id"))
        .filter(ParameterModel::required)
        .or(() -> operation.positional().filter(Subjects::namesOne))
        .or(() ->
            operation.parameters().stream()
                .filter(each -> each.required() && namesOne(each))
                .findFirst());
  }

  private static boolean namesOne(ParameterModel parameter) {
    return !parameter.named().isEmpty() && !parameter.isList();
  }

  /** What a row gives for that parameter. */
  static String value(ParameterModel parameter, Listing listing, Record row) {
    return Inventories.text(row, parameter.name().equals("id") ? "id" : listing.key());
  }
}
