package org.strongroom.server.query.mapping;

import static org.strongroom.server.catalog.identity.RoleAssignmentTable.ROLE_ASSIGNMENT;

import org.strongroom.api.inventory.RoleAssignmentInventory;
import org.strongroom.server.query.Mapping;

final class RoleAssignmentMapping {
  private RoleAssignmentMapping() {}

  static Mapping<RoleAssignmentInventory> mapping() {
    return Mapping.of(RoleAssignmentInventory.class, ROLE_ASSIGNMENT)
        .uuid("accountUuid", ROLE_ASSIGNMENT.ACCOUNT_UUID)
        .uuid("projectUuid", ROLE_ASSIGNMENT.PROJECT_UUID)
        .text("role", ROLE_ASSIGNMENT.ROLE)
        .instant("createDate", ROLE_ASSIGNMENT.CREATED)
        .madeAt(ROLE_ASSIGNMENT.CREATED)
        .key(ROLE_ASSIGNMENT.ACCOUNT_UUID, ROLE_ASSIGNMENT.PROJECT_UUID, ROLE_ASSIGNMENT.ROLE)
        .done();
  }
}
