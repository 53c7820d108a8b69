package org.strongroom.server.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.storage.BucketTable.BUCKET;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.QueryReply;
import org.strongroom.api.inventory.AccountInventory;
import org.strongroom.api.inventory.ProjectInventory;
import org.strongroom.api.inventory.RoleAssignmentInventory;
import org.strongroom.api.inventory.UserTagInventory;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.fixture.TestCore;
import org.strongroom.server.secret.PasswordHash;

class ProjectServiceTest {
  private static final String ADMIN = Caller.SYSTEM.accountUuid();

  @TempDir Path directory;

  private final SteppedClock clock = new SteppedClock();
  private TestCore core;

  @BeforeEach
  void start() {
    core = TestCore.start(directory, clock);
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private ProjectInventory project(String name) {
    return inventory(core.call("CreateProject", Map.of("name", name)), ProjectInventory.class);
  }

  private Caller account(String name) {
    AccountInventory account =
        inventory(
            core.call(
                "CreateAccount", Map.of("name", name, "password", PasswordHash.sha512("secret"))),
            AccountInventory.class);
    return new Caller(account.uuid(), account.name(), false);
  }

  private static <T> T inventory(Object reply, Class<T> type) {
    return type.cast(((InventoryReply<?>) reply).inventory());
  }

  private List<String> projects(Caller caller) {
    return rows("QueryProject", Map.of("sort", "name"), ProjectInventory.class, caller).stream()
        .map(ProjectInventory::name)
        .toList();
  }

  private List<RoleAssignmentInventory> roles(Caller caller) {
    return rows("QueryRoleAssignment", Map.of(), RoleAssignmentInventory.class, caller);
  }

  private <T> List<T> rows(String operation, Map<String, ?> values, Class<T> type, Caller caller) {
    List<?> rows = ((QueryReply<?>) core.call(operation, values, caller)).inventories();
    return rows == null ? List.of() : rows.stream().map(type::cast).toList();
  }

  private void give(Caller account, String project, String role) {
    core.call("AddRoleAssignment", role(account.accountUuid(), project, role));
  }

  private static Map<String, String> role(String account, String project, String role) {
    return Map.of("accountUuid", account, "projectUuid", project, "role", role);
  }

  @Test
  void theAdministratorHasAProjectFromTheStart() {
    assertThat(projects(Caller.SYSTEM)).containsExactly("admin");
    assertThat(roles(Caller.SYSTEM))
        .containsExactly(
            new RoleAssignmentInventory(ADMIN, Caller.ADMIN_PROJECT, "admin", clock.instant()));
  }

  @Test
  void namesAreUnique() {
    ProjectInventory web = project("web");
    assertThatThrownBy(() -> project("web")).hasMessageContaining("'web' exists already");
    ProjectInventory other = project("other");
    assertThatThrownBy(
            () -> core.call("UpdateProject", Map.of("uuid", other.uuid(), "name", "web")))
        .hasMessageContaining("'web' exists already");
    core.call("UpdateProject", Map.of("uuid", web.uuid(), "name", "web"));
    assertThat(projects(Caller.SYSTEM)).containsExactly("admin", "other", "web");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u001bb", " "})
  void namesCanBeShown(String name) {
    assertThatThrownBy(() -> project(name)).hasMessageContaining("SYS.1007");
  }

  @Test
  void anUpdateChangesWhatItNames() {
    ProjectInventory web =
        inventory(
            core.call("CreateProject", Map.of("name", "web", "description", "here")),
            ProjectInventory.class);
    ProjectInventory off =
        inventory(
            core.call("UpdateProject", Map.of("uuid", web.uuid(), "enabled", false)),
            ProjectInventory.class);
    assertThat(off.enabled()).isFalse();
    assertThat(off.name()).isEqualTo("web");
    assertThat(off.description()).isEqualTo("here");
  }

  @Test
  void theAdministratorsProjectStays() {
    assertThatThrownBy(() -> core.call("DeleteProject", Map.of("uuid", Caller.ADMIN_PROJECT)))
        .hasMessageContaining("can not be deleted");
    assertThatThrownBy(() ->
            core.call("UpdateProject", Map.of("uuid", Caller.ADMIN_PROJECT, "enabled", false)))
        .hasMessageContaining("can not be disabled");
    assertThatThrownBy(
            () -> core.call("RemoveRoleAssignment", role(ADMIN, Caller.ADMIN_PROJECT, "admin")))
        .hasMessageContaining("can not be taken away");
    assertThat(roles(Caller.SYSTEM)).hasSize(1);
  }

  @Test
  void aProjectThatOwnsSomethingIsNotDeleted() {
    ProjectInventory web = project("web");
    bucket(web.uuid());
    imageBackup(web.uuid());
    imageBackup(web.uuid());
    assertThatThrownBy(() -> core.call("DeleteProject", Map.of("uuid", web.uuid())))
        .hasMessageEndingWith("project 'web' owns 2 image backups, 1 bucket; remove them first");
    assertThat(projects(Caller.SYSTEM)).contains("web");
  }

  private void bucket(String project) {
    core.database()
        .write(transaction -> {
          transaction
              .insertInto(BUCKET)
              .set(BUCKET.UUID, Uuid.random())
              .set(BUCKET.PROJECT_UUID, project)
              .set(BUCKET.NAME, "b")
              .set(BUCKET.TYPE, "s3")
              .set(BUCKET.CREATED, 0L)
              .set(BUCKET.UPDATED, 0L)
              .execute();
          return project;
        });
  }

  private void imageBackup(String project) {
    core.database()
        .write(transaction -> {
          transaction
              .insertInto(IMAGE_BACKUP)
              .set(IMAGE_BACKUP.UUID, Uuid.random())
              .set(IMAGE_BACKUP.PROJECT_UUID, project)
              .set(IMAGE_BACKUP.NAME, "i")
              .set(IMAGE_BACKUP.STATUS, "available")
              .set(IMAGE_BACKUP.SIZE, 0L)
              .set(IMAGE_BACKUP.DISK_SIZE, 0L)
              .set(IMAGE_BACKUP.DISK_COUNT, 1)
              .set(IMAGE_BACKUP.DISCOVERED, false)
              .set(IMAGE_BACKUP.CREATED, 0L)
              .set(IMAGE_BACKUP.UPDATED, 0L)
              .execute();
          return project;
        });
  }

  @Test
  void deletingTakesRolesAndTagsAndMayBeAskedTwice() {
    ProjectInventory web =
        inventory(
            core.call("CreateProject", Map.of("name", "web", "userTags", List.of("shop"))),
            ProjectInventory.class);
    give(account("ann"), web.uuid(), "reader");
    assertThat(rows("QueryUserTag", Map.of(), UserTagInventory.class, Caller.SYSTEM)).hasSize(1);
    core.call("DeleteProject", Map.of("uuid", web.uuid()));
    core.call("DeleteProject", Map.of("uuid", web.uuid()));
    assertThat(projects(Caller.SYSTEM)).containsExactly("admin");
    assertThat(roles(Caller.SYSTEM)).hasSize(1);
    assertThat(rows("QueryUserTag", Map.of(), UserTagInventory.class, Caller.SYSTEM)).isEmpty();
    assertThatThrownBy(() -> core.call("DeleteProject", Map.of("uuid", "web")))
        .hasMessageContaining("SYS.1003");
  }

  @Test
  void aRoleIsGivenOnceAndMayBeAskedTwice() {
    Caller ann = account("ann");
    ProjectInventory web = project("web");
    give(ann, web.uuid(), "reader");
    give(ann, web.uuid(), "reader");
    give(ann, web.uuid(), "admin");
    assertThat(roles(ann))
        .extracting(RoleAssignmentInventory::role)
        .containsExactlyInAnyOrder("reader", "admin");
    core.call("RemoveRoleAssignment", role(ann.accountUuid(), web.uuid(), "admin"));
    core.call("RemoveRoleAssignment", role(ann.accountUuid(), web.uuid(), "admin"));
    assertThat(roles(ann)).extracting(RoleAssignmentInventory::role).containsExactly("reader");
  }

  @Test
  void aRoleIsForAnAccountAndAProjectThatExist() {
    assertThatThrownBy(() -> core.call("AddRoleAssignment", role(ADMIN, Uuid.random(), "reader")))
        .hasMessageContaining("SYS.1003");
    assertThatThrownBy(() ->
            core.call("AddRoleAssignment", role(Uuid.random(), Caller.ADMIN_PROJECT, "reader")))
        .hasMessageContaining("SYS.1003");
    assertThatThrownBy(
            () -> core.call("AddRoleAssignment", role(ADMIN, Caller.ADMIN_PROJECT, "owner")))
        .hasMessageContaining("SYS.1007");
  }

  @Test
  void ordinaryAccountsSeeWhatIsTheirOwn() {
    Caller ann = account("ann");
    Caller bob = account("bob");
    ProjectInventory web = project("web");
    give(ann, web.uuid(), "admin");
    give(bob, web.uuid(), "reader");
    assertThat(projects(ann)).containsExactly("web");
    assertThat(roles(ann))
        .extracting(RoleAssignmentInventory::accountUuid)
        .containsExactly(ann.accountUuid());
    assertThat(projects(account("eve"))).isEmpty();
    assertThatThrownBy(() -> core.call("CreateProject", Map.of("name", "mine"), ann))
        .hasMessageContaining("ID.1002");
    assertThatThrownBy(
            () -> core.call("AddRoleAssignment", role(ann.accountUuid(), web.uuid(), "admin"), bob))
        .hasMessageContaining("ID.1002");
  }

  @Test
  void anAccountGoesWithItsRoles() {
    Caller ann = account("ann");
    give(ann, Caller.ADMIN_PROJECT, "reader");
    core.call("DeleteAccount", Map.of("uuid", ann.accountUuid()));
    assertThat(roles(Caller.SYSTEM)).hasSize(1);
  }
}
