package org.strongroom.server.face.console.form;

import java.util.Optional;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.table.Listing;

/** Which list an operation belongs to: what it is about, or what it makes. */
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
    return Actions.subject(operation)
        .map(ParameterModel::named)
        .filter(types -> !types.isEmpty())
        .flatMap(types -> Actions.listing(types.getFirst()));
  }
}
