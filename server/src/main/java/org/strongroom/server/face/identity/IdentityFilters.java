package org.strongroom.server.face.identity;

/** The parameters by which lists are narrowed. */
final class IdentityFilters {
  /** Of rows that have a field of the name. */
  static final String[] NAMES = {"name", "domain_id", "enabled", "parent_id"};

  /** Of role assignments. */
  static final String[] ASSIGNMENTS = {
    "user.id",
    "scope.project.id",
    "role.id",
    "group.id",
    "scope.domain.id",
    "scope.system",
    "scope.OS-INHERIT:inherited_to",
    "include_names"
  };

  private IdentityFilters() {}
}
