package org.strongroom.e2e.calls;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.registry.Operations;
import org.strongroom.e2e.bed.BucketStore;
import org.strongroom.e2e.bed.CatalogRows;
import org.strongroom.e2e.bed.PowerVcClient;
import org.strongroom.e2e.bed.Resources;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestNode;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.bed.ZStackClient.Answer;
import org.strongroom.e2e.material.FileServer;

/**
 * Every operation of the ZStack face, tried by everybody, on what is their own, another's and
 * missing. The requests are made from the declarations, and so is the answer for whoever may not
 * call at all; what accounts are answered about resources stands in a row for each operation.
 */
class ZStackAuthorizationMatrixTest {
  private static final String MISSING = "0123456789ab4cde8f0123456789abcd";

  @TempDir static Path directory;
  @TempDir static Path sources;
  private static TestBed bed;
  private static FileServer files;
  private static BucketStore store;
  private static ZStackClient ann;
  private static Map<Kind, Resources> resources;

  /** What an operation is about. */
  enum Kind {
    IMAGE,
    TAG,
    ACCOUNT,
    SESSION,
    OPEN_SESSION,
    JOB,
    STORAGE,
    BUCKET
  }

  record Resources(String own, String foreign) {
    Set<String> all() {
      return Stream.of(own, foreign, MISSING).collect(Collectors.toSet());
    }
  }

  /**
   * What an account is answered about another's and about what is missing.
   *
   * @param foreign the code of the error, or ok
   */
  record Row(Kind kind, String foreign, String missing) {}

  private static final String OK = "ok";
  private static final Row IMAGE = new Row(Kind.IMAGE, "ID.1002", "SYS.1003");

  /** Operations for accounts that name a resource. */
  private static final Map<String, Row> ROWS =
      Map.ofEntries(
          entry("AddImage", new Row(Kind.STORAGE, "SYS.1003", "SYS.1003")),
          entry("GetBackupStorageCapacity", new Row(Kind.STORAGE, "SYS.1003", "SYS.1003")),
          entry("GetBackupStorageCapacityHistory", new Row(Kind.STORAGE, "SYS.1003", "SYS.1003")),
          entry("GetBackupStorageForecast", new Row(Kind.STORAGE, "SYS.1003", "SYS.1003")),
          entry("SyncImageSize", IMAGE),
          entry("ChangeImageState", IMAGE),
          entry("DeleteImage", new Row(Kind.IMAGE, "ID.1002", OK)),
          entry("GetUploadImageJobDetails", new Row(Kind.IMAGE, OK, OK)),
          entry("RecoverImage", IMAGE),
          entry("RepairImage", IMAGE),
          entry("CopyImage", IMAGE),
          entry("CalculateImageHash", IMAGE),
          entry("UpdateImage", IMAGE),
          entry("VerifyImage", IMAGE),
          entry("ExpungeImage", IMAGE),
          entry("CreateUserTag", IMAGE),
          entry("DeleteTag", new Row(Kind.TAG, "ID.1002", OK)),
          entry("UpdateAccount", new Row(Kind.ACCOUNT, "ID.1002", "SYS.1003")),
          entry("RenewSession", new Row(Kind.SESSION, "ID.1002", "ID.1001")),
          entry("RevokeSession", new Row(Kind.OPEN_SESSION, OK, OK)),
          entry("CancelLongJob", new Row(Kind.JOB, "SYS.1003", "SYS.1003")),
          entry("CancelApiJob", new Row(Kind.JOB, "SYS.1003", "SYS.1003")),
          entry("GetTaskProgress", new Row(Kind.JOB, OK, OK)),
          entry("GetImageBackupTask", new Row(Kind.JOB, "SYS.1003", "SYS.1003")),
          entry("GetBucketImages", new Row(Kind.BUCKET, "SYS.1003", "SYS.1003")));

  /** Operations for accounts that name none; queries show what the account sees. */
  private static final Set<String> WITHOUT_RESOURCE =
      Set.of(
          "GetCallerIdentity",
          "GetGlobalConfigOptions",
          "GetBackupStorageTypes",
          "RevokeOtherSessions",
          "SubmitLongJob");

  /** Who calls without being let in. */
  enum Stranger {
    NOBODY,
    ENDED_SESSION,
    TOKEN_OF_A_PROJECT
  }

  @BeforeAll
  static void start() throws Exception {
    bed = TestBed.start(directory);
    Files.write(sources.resolve("bytes"), new byte[1024]);
    files = new FileServer(sources);
    store = new BucketStore();
    TestStorage shared = bed.fileSystem("shared");
    TestNode node =
        TestNode.register(PowerVcClient.admin(bed.server()), bed.sshd(), "node1")
            .withUuid(bed.admin());
    String account = account("ann");
    ann = logIn("ann");
    String annsImage = image(ann, shared);
    String adminsImage = image(bed.admin(), shared);
    resources =
        Map.of(
            Kind.IMAGE, new Resources(annsImage, adminsImage),
            Kind.TAG, new Resources(tag(ann, annsImage), tag(bed.admin(), adminsImage)),
            Kind.ACCOUNT, new Resources(account, account("bob")),
            Kind.SESSION, new Resources(logIn("ann").session(), logIn("bob").session()),
            Kind.OPEN_SESSION, new Resources(shownSession("ann"), shownSession("bob")),
            Kind.JOB, new Resources(job(ann), job(bed.admin())),
            Kind.STORAGE, new Resources(shared.uuid(), node.storage().uuid()),
            Kind.BUCKET, buckets(account));
  }

  /** One in a project in which the account has a role, and one in another. */
  private static Resources buckets(String account) {
    String own = TestBed.uuid(bed.admin().post("/projects", Map.of("name", "own")));
    String other = TestBed.uuid(bed.admin().post("/projects", Map.of("name", "other")));
    bed.admin()
        .post(
            "/role-assignments",
            Map.of("accountUuid", account, "projectUuid", own, "role", "reader"));
    return new Resources(
        store.register(bed.admin(), "own", own), store.register(bed.admin(), "other", other));
  }

  private static String account(String name) {
    return TestBed.uuid(
        bed.admin().post("/accounts", Map.of("name", name, "password", ZStackClient.sha512(name))));
  }

  /** A session as lists call it. */
  private static String shownSession(String account) {
    Set<String> before = sessions(account);
    logIn(account);
    return sessions(account).stream().filter(uuid -> !before.contains(uuid)).findFirst().get();
  }

  private static Set<String> sessions(String account) {
    Set<String> found = new TreeSet<>();
    bed.admin()
        .query("/sessions", "accountName=" + account)
        .forEach(row -> found.add(row.get("uuid").asString()));
    return found;
  }

  private static ZStackClient logIn(String name) {
    return ZStackClient.logIn(bed.server().url(), name, name);
  }

  private static String image(ZStackClient owner, TestStorage storage) {
    return TestBed.uuid(
        owner.post(
            "/images",
            Map.of(
                "name",
                "image",
                "url",
                files.url("bytes"),
                "format",
                "raw",
                "backupStorageUuids",
                List.of(storage.uuid()))));
  }

  private static String tag(ZStackClient owner, String image) {
    return TestBed.uuid(
        owner.post(
            "/user-tags",
            Map.of("resourceType", "ImageVO", "resourceUuid", image, "tag", "a tag")));
  }

  private static String job(ZStackClient caller) {
    return caller.query("/longjobs").get(0).get("uuid").asString();
  }

  @AfterAll
  static void stop() {
    store.close();
    files.close();
    bed.close();
  }

  /** A new operation needs a row here, or is for administrators, or asks for no session. */
  @Test
  void everyOperationHasARow() {
    Set<String> rows = new TreeSet<>(ROWS.keySet());
    rows.addAll(WITHOUT_RESOURCE);
    assertThat(rows)
        .isEqualTo(
            named(Access.ACCOUNT)
                .filter(operation -> operation.queried().isEmpty())
                .map(OperationModel::name)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static Stream<OperationModel> named(Access access) {
    return Operations.all().stream().filter(operation -> operation.access() == access);
  }

  @ParameterizedTest
  @EnumSource
  void whoHasNoSessionIsLetIntoNothing(Stranger stranger) {
    Map<String, Long> before = CatalogRows.of(bed.server());
    ZStackClient client =
        switch (stranger) {
          case NOBODY -> ann.anonymous();
          case ENDED_SESSION -> {
            ZStackClient ended = logIn("ann");
            ended.send("DELETE", "/accounts/sessions/" + ended.session());
            yield ended;
          }
          case TOKEN_OF_A_PROJECT ->
              ann.withSession(
                  PowerVcClient.authenticate(
                          bed.server().url(), "admin", ServerProcess.PASSWORD, Map.of())
                      .header("X-Subject-Token"));
        };
    String refused = stranger == Stranger.NOBODY ? "HTTP 400" : "ID.1001";
    for (Kind kind : Kind.values()) {
      for (String target : resources.get(kind).all()) {
        assertThat(
                outcomes(
                    Stream.concat(named(Access.ADMIN), named(Access.ACCOUNT))
                        .filter(operation -> kindOf(operation) == kind),
                    operation -> outcome(client, operation, target)))
            .allSatisfy((operation, outcome) -> assertThat(outcome).isEqualTo(refused));
      }
    }
    assertThat(CatalogRows.of(bed.server())).isEqualTo(before);
  }

  private static Kind kindOf(OperationModel operation) {
    Row row = ROWS.get(operation.name());
    return row == null ? Kind.STORAGE : row.kind();
  }

  @Test
  void whatAsksForNoSessionIsAnsweredWithoutOne() {
    assertThat(
            outcomes(
                named(Access.ANONYMOUS), operation -> outcome(ann.anonymous(), operation, MISSING)))
        .allSatisfy((operation, outcome) -> assertThat(outcome).isIn(OK, "ID.1000"));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsForAdministratorsIsForNoAccount(Kind kind) {
    Map<String, Long> before = CatalogRows.of(bed.server());
    for (String target : resources.get(kind).all()) {
      assertThat(outcomes(named(Access.ADMIN), operation -> outcome(ann, operation, target)))
          .allSatisfy((operation, outcome) -> assertThat(outcome).isEqualTo("ID.1002"));
    }
    assertThat(CatalogRows.of(bed.server())).isEqualTo(before);
  }

  /** Nothing that is there is named, so nothing changes. */
  @Test
  void administratorsAreRefusedNothing() {
    assertThat(
            outcomes(
                named(Access.ADMIN)
                    .filter(operation ->
                        !OperationModel.variables(operation.paths().getFirst()).isEmpty()
                            && !operation.name().endsWith("GlobalConfig")),
                operation -> outcome(bed.admin(), operation, MISSING)))
        .isNotEmpty()
        .allSatisfy((operation, outcome) -> assertThat(outcome).doesNotStartWith("ID."));
  }

  @Test
  void anotherAccountsResourcesAreRefused() {
    assertThat(answers(row -> resources.get(row.kind()).foreign())).isEqualTo(rows(Row::foreign));
    Resources images = resources.get(Kind.IMAGE);
    assertThat(bed.admin().show("/images", images.foreign()).get("status").asString())
        .isEqualTo("Ready");
  }

  @Test
  void missingResourcesAreMissing() {
    assertThat(answers(row -> MISSING)).isEqualTo(rows(Row::missing));
  }

  @Test
  void onesOwnResourcesAreWithinReach() {
    Map<String, String> answers = answers(row -> resources.get(row.kind()).own());
    answers.remove("RenewSession");
    assertThat(answers).containsEntry("GetBucketImages", OK);
    assertThat(answers)
        .allSatisfy(
            (operation, outcome) -> assertThat(outcome).isNotIn("ID.1001", "ID.1002", "HTTP 400"));
  }

  @Test
  void queriesAreAnsweredToEveryAccount() {
    assertThat(
            outcomes(
                named(Access.ACCOUNT).filter(operation -> operation.queried().isPresent()),
                operation -> outcome(ann, operation, MISSING)))
        .isNotEmpty()
        .allSatisfy((operation, outcome) -> assertThat(outcome).isEqualTo(OK));
  }

  /** Whatever is asked for, by its uuid and by what it is on. */
  @ParameterizedTest
  @EnumSource
  void queriesTellNothingOfWhatIsAnothers(Kind kind) {
    String foreign = resources.get(kind).foreign();
    for (OperationModel query :
        named(Access.ACCOUNT).filter(operation -> operation.queried().isPresent()).toList()) {
      for (String field : List.of("uuid", "resourceUuid", "accountUuid", "backupStorageUuid")) {
        Answer answer = ann.send("GET", query.paths().getFirst() + "?q=" + field + "%3D" + foreign);
        assertThat(answer.json().get("inventories"))
            .as("%s %s of %s: %s", query.name(), field, kind, answer.body())
            .satisfiesAnyOf(
                rows -> assertThat(rows).isNull(), // it has no such field
                rows -> assertThat(rows).isEmpty());
      }
    }
  }

  private static Map<String, String> rows(Function<Row, String> answer) {
    Map<String, String> rows = new TreeMap<>();
    ROWS.forEach((operation, row) -> rows.put(operation, answer.apply(row)));
    return rows;
  }

  private static Map<String, String> answers(Function<Row, String> target) {
    return outcomes(
        ROWS.keySet().stream().map(name -> Operations.named(name).orElseThrow()),
        operation -> outcome(ann, operation, target.apply(ROWS.get(operation.name()))));
  }

  private static Map<String, String> outcomes(
      Stream<OperationModel> operations, Function<OperationModel, String> tried) {
    Map<String, String> outcomes = new TreeMap<>();
    operations.forEach(operation -> outcomes.put(operation.name(), tried.apply(operation)));
    return outcomes;
  }

  /** How a call of the operation ends: ok, the code of its error, or the HTTP status. */
  private static String outcome(ZStackClient caller, OperationModel operation, String target) {
    String path = operation.paths().getFirst();
    Set<String> inPath = OperationModel.variables(path);
    Map<String, Object> more = new HashMap<>();
    for (ParameterModel parameter : operation.parameters()) {
      Object value = value(operation, parameter, target);
      if (inPath.contains(parameter.name())) {
        path = path.replace("{" + parameter.name() + "}", String.valueOf(value));
      } else if (parameter.required() || isTarget(operation, parameter)) {
        more.put(parameter.name(), parameter.isList() ? List.of(value) : value);
      }
    }
    Answer answer =
        switch (operation.method()) {
          case POST -> caller.send("POST", path, ZStackClient.json("params", more));
          case PUT -> caller.send("PUT", path, ZStackClient.json(operation.actionKey(), more));
          case GET, DELETE -> caller.send(operation.method().name(), path + query(more));
        };
    Answer end = answer.status() == 202 ? caller.awaitJob(ZStackClient.jobUuid(answer)) : answer;
    return switch (end.status()) {
      case 200 -> OK;
      case 503 -> end.errorChain().replaceFirst(":.*", "").strip();
      default -> "HTTP " + end.status();
    };
  }

  /** Storages are named though none need be, to see whether they are looked for. */
  private static boolean isTarget(OperationModel operation, ParameterModel parameter) {
    return operation.name().equals("GetBackupStorageCapacity")
        && parameter.name().equals("backupStorageUuids");
  }

  private static String query(Map<String, Object> parameters) {
    return parameters.entrySet().stream()
        .map(parameter ->
            parameter.getKey()
                + "="
                + URLEncoder.encode(
                    String.valueOf(
                        parameter.getValue() instanceof List<?> list
                            ? list.getFirst()
                            : parameter.getValue()),
                    StandardCharsets.UTF_8))
        .collect(Collectors.joining("&", parameters.isEmpty() ? "" : "?", ""));
  }

  private static Object value(OperationModel operation, ParameterModel parameter, String target) {
    String name = parameter.name();
    if (name.endsWith("uuid") || name.endsWith("Uuid") || name.endsWith("Uuids")) {
      // of several kinds in one request, the row tells which is meant
      boolean other = name.contains("ackupStorage") && kindOf(operation) != Kind.STORAGE;
      return other ? resources.get(Kind.STORAGE).own() : target;
    }
    return switch (name) {
      case "apiId", "imageId" -> target;
      case "resourceType" -> "ImageVO";
      case "url" -> files.url("bytes");
      case "category" -> "image";
      default -> plain(parameter);
    };
  }

  private static Object plain(ParameterModel parameter) {
    if (!parameter.choices().isEmpty()) {
      return parameter.choices().getFirst();
    }
    if (parameter.isNumber()) {
      return Math.max(1, parameter.min());
    }
    if (parameter.isBoolean()) {
      return true;
    }
    return parameter.isMap() ? Map.of() : parameter.secret() ? ZStackClient.sha512("x") : "x";
  }
}
