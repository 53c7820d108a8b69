package org.strongroom.server.face.identity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.QueryReply;
import org.strongroom.api.account.QueryAccount;
import org.strongroom.api.inventory.AccountInventory;
import org.strongroom.api.inventory.ProjectInventory;
import org.strongroom.api.inventory.RoleAssignmentInventory;
import org.strongroom.api.project.QueryProject;
import org.strongroom.api.project.QueryRoleAssignment;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.call.Calls;
import org.strongroom.server.caller.Caller;

/** Users, projects and roles, as far as a caller sees them. */
final class Directory {
  private final Calls calls;

  Directory(Calls calls) {
    this.calls = calls;
  }

  List<ProjectInventory> projects(Caller caller) {
    return query(QueryProject.class, ProjectInventory.class, Map.of("sort", "name"), caller);
  }

  Optional<ProjectInventory> project(String uuid, Caller caller) {
    return one(QueryProject.class, ProjectInventory.class, uuid, caller);
  }

  List<AccountInventory> users(Caller caller) {
    return query(QueryAccount.class, AccountInventory.class, Map.of("sort", "name"), caller);
  }

  Optional<AccountInventory> user(String uuid, Caller caller) {
    return one(QueryAccount.class, AccountInventory.class, uuid, caller);
  }

  List<RoleAssignmentInventory> roleAssignments(Caller caller) {
    return query(QueryRoleAssignment.class, RoleAssignmentInventory.class, Map.of(), caller);
  }

  /** The projects in which a user has a role. */
  List<ProjectInventory> projectsOf(String userUuid, Caller caller) {
    Set<String> uuids =
        roleAssignments(caller).stream()
            .filter(assignment -> assignment.accountUuid().equals(userUuid))
            .map(RoleAssignmentInventory::projectUuid)
            .collect(Collectors.toSet());
    return projects(caller).stream().filter(project -> uuids.contains(project.uuid())).toList();
  }

  /** A text that is no uuid names nothing. */
  private <T> Optional<T> one(Class<?> operation, Class<T> inventory, String uuid, Caller caller) {
    try {
      return query(operation, inventory, Map.of("uuid", uuid), caller).stream().findFirst();
    } catch (ApiException e) {
      return Optional.empty();
    }
  }

  private <T> List<T> query(
      Class<?> operation, Class<T> inventory, Map<String, Object> values, Caller caller) {
    Map<String, Object> all = new HashMap<>(values);
    all.put("limit", Integer.MAX_VALUE);
    Object reply =
        calls.answer(
            Operations.named(operation.getSimpleName()).orElseThrow(), all, Optional.of(caller));
    @Nullable List<?> rows = ((QueryReply<?>) reply).inventories();
    return rows == null ? List.of() : rows.stream().map(inventory::cast).toList();
  }
}
