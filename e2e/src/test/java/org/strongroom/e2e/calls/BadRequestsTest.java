package org.strongroom.e2e.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.e2e.bed.PowerVcClient;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.VolumeAnswer;
import org.strongroom.e2e.bed.ZStackClient;

/** Requests that are none: wrong sessions, headers, methods, paths and bodies. */
class BadRequestsTest {
  @TempDir static Path directory;
  private static ServerProcess server;
  private static ZStackClient admin;
  private static BadCalls calls;

  @BeforeAll
  static void start() {
    server = ServerProcess.afterTheFirst(directory, Map.of());
    admin = ZStackClient.admin(server);
    calls = new BadCalls(server);
    calls.name("zone", TestBed.uuid(admin.post("/zones", Map.of("name", "zone1"))));
    String job = "0123456789ab4cde8f0123456789abcd";
    admin.call("POST", "/zones", "{\"params\":{}}", "X-Job-UUID", job);
    calls.name("job", job);
    calls.name("dead session", deadSession());
  }

  private static String deadSession() {
    ZStackClient other = ZStackClient.admin(server);
    other.send("DELETE", "/accounts/sessions/" + other.session()).ok();
    return other.session();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GET    | /zones                        |                                            | 400 header Authorization is missing: send 'Authorization: OAuth <session uuid>' from LogInByAccount
          POST   | /zones                        |                                            | 400 header Authorization is missing: send 'Authorization: OAuth <session uuid>' from LogInByAccount
          DELETE | /zones/{zone}                 |                                            | 400 header Authorization is missing: send 'Authorization: OAuth <session uuid>' from LogInByAccount
          GET    | /zones                        | Basic YWRtaW46cGFzc3dvcmQ\\=               | 400 header Authorization has to be 'OAuth <session uuid>'
          GET    | /zones                        | ZStack id:signature                        | 400 header Authorization has to be 'OAuth <session uuid>'
          GET    | /zones                        | OAuth                                      | 400 header Authorization has to be 'OAuth <session uuid>'
          GET    | /zones                        | OAuth 0123456789abcdef0123456789abcdef     | 503 ID.1001: the session is missing, wrong or expired; log in with LogInByAccount
          GET    | /zones                        | OAuth {dead session}                       | 503 ID.1001: the session is missing, wrong or expired; log in with LogInByAccount
          GET    | /zones                        | OAuth ' OR 1=1 --                          | 503 ID.1001: the session is missing, wrong or expired; log in with LogInByAccount
          DELETE | /zones/{zone}                 | OAuth {dead session}                       | job ID.1001: the session is missing, wrong or expired; log in with LogInByAccount
          POST   | /zones                        | OAuth {dead session}                       | job ID.1001: the session is missing, wrong or expired; log in with LogInByAccount
          GET    | /images/{job}/file            | OAuth {dead session}                       | 401 ID.1001: the session is missing, wrong or expired; log in with LogInByAccount
          PUT    | /images/{job}/upload          |                                            | 400 header Authorization is missing: send 'Authorization: OAuth <session uuid>' from LogInByAccount
          """)
  void without(String method, String path, String authorization, String answer) {
    String[] headers =
        authorization == null
            ? new String[0]
            : new String[] {"Authorization", calls.expand(authorization)};
    calls.expect(answer, admin.anonymous(), method, path, "{\"params\":{\"name\":\"a\"}}", headers);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POST   | /zones                 | {                               | 400 the body is not JSON: it goes wrong in line 1, column 2
          POST   | /zones                 | {"params":{"name":"a"}          | 400 the body is not JSON: it goes wrong in line 1, column 23
          POST   | /zones                 | {"params":{"name":"a}}          | 400 the body is not JSON: it goes wrong in line 1, column 23
          POST   | /zones                 | name=a&zone=b                   | 400 the body is not JSON: it goes wrong in line 1, column 1
          POST   | /zones                 | {"params":{"name":"a","name":"b"}} | 400 the body names a key twice: it goes wrong in line 1, column 29
          POST   | /zones                 | ["params"]                      | 400 the body has to be a JSON object
          POST   | /zones                 | 7                               | 400 the body has to be a JSON object
          POST   | /zones                 | {"params":["a"]}                | 400 'params' in the body has to be a JSON object
          POST   | /zones                 | {"params":"a"}                  | 400 'params' in the body has to be a JSON object
          POST   | /zones                 | {"params":{"a":{700x[}          | 400 the body is not JSON: Document nesting depth (501) exceeds the maximum allowed (500)
          POST   | /zones                 | {"params":{"a":1{2000x0}}}      | 400 the body is not JSON: Number value length (2001) exceeds the maximum allowed (1000)
          POST   | /zones                 | null                            | job SYS.1007: parameter 'name' of CreateZone is required: what to call it
          POST   | /zones                 | {}                              | job SYS.1007: parameter 'name' of CreateZone is required: what to call it
          POST   | /zones                 | {"params":{"name":"a"},"systemTags":{"a":1}} | job SYS.1007: parameter 'systemTags' of CreateZone has to be a text
          POST   | /zones                 | {"params":{"name":"a"},"systemTags":"b"} | job SYS.1007: 'b' is no system tag of the type ZoneVO; known forms: description::VALUE
          PUT    | /zones/{zone}/actions  | {}                              | 400 the body has to be {"<action>": {…}} with one of the actions changeZoneState, updateZone
          PUT    | /zones/{zone}/actions  | ``                              | 400 the body has to be {"<action>": {…}} with one of the actions changeZoneState, updateZone
          PUT    | /zones/{zone}/actions  | {"deleteZone":{}}               | 400 there is no action 'deleteZone' here; the body has to be {"<action>": {…}} with one of the actions changeZoneState, updateZone
          PUT    | /zones/{zone}/actions  | {"systemTags":[],"powerZone":7} | 400 there is no action 'powerZone' here; the body has to be {"<action>": {…}} with one of the actions changeZoneState, updateZone
          PUT    | /zones/{zone}/actions  | {"updateZone":[1]}              | 400 'updateZone' in the body has to be a JSON object
          PUT    | /accounts/login        | {"logInByAccount":{}}           | 503 SYS.1007: parameter 'accountName' of LogInByAccount is required: the account
          PUT    | /accounts/login        | {"logInByAccount":{"accountName":"admin","password":"admin"}}  | 503 ID.1000: wrong account name or password
          PUT    | /accounts/login        | {"logInByAccount":{"accountName":"nobody","password":"admin"}} | 503 ID.1000: wrong account name or password
          PUT    | /accounts/login        | {"logInByAccount":{"accountName":"admin","password":{"$ne":""}}} | 503 SYS.1007: parameter 'password' of LogInByAccount has to be a text
          PATCH  | /zones                 | {}                              | 405 method PATCH is not allowed at /zstack/v1/zones
          DELETE | /zones                 | {}                              | 405 method DELETE is not allowed at /zstack/v1/zones
          GET    | /zones/{zone}/actions  | ``                              | 405 method GET is not allowed at /zstack/v1/zones/{zone}/actions
          DELETE | /api-jobs/{job}        | ``                              | 405 method DELETE is not allowed at /zstack/v1/api-jobs/{job}
          GET    | /nothing               | ``                              | 404 no API at /zstack/v1/nothing
          GET    | /zones/{zone}/a/b/c    | ``                              | 404 no API at /zstack/v1/zones/{zone}/a/b/c
          GET    | /zstack/v9/zones       | ``                              | 404 no API at /zstack/v9/zones
          GET    | /zones/%00             | ``                              | 400 the request can not be read: Bad Request
          GET    | /api-jobs/nothing      | ``                              | 404 no job has the uuid nothing; jobs are forgotten 30 days after their end (job/retention), calls that were refused or answered at once after three hours
          GET    | /accounts/quotas       | ``                              | 404 no API at /zstack/v1/accounts/quotas: 'quotas' is no uuid
          GET    | /backup-storage/ceph   | ``                              | 404 no API at /zstack/v1/backup-storage/ceph: 'ceph' is no uuid
          GET    | /backup-storage/trash  | ``                              | 404 no API at /zstack/v1/backup-storage/trash: 'trash' is no uuid
          GET    | /volume-snapshots/leaves | ``                            | 404 no API at /zstack/v1/volume-snapshots/leaves: 'leaves' is no uuid
          GET    | /zones/hello           | ``                              | 404 no API at /zstack/v1/zones/hello: 'hello' is no uuid
          GET    | /zones/zone1           | ``                              | 404 no API at /zstack/v1/zones/zone1: 'zone1' is no uuid
          DELETE | /backup-storage/image-store | ``                         | 404 no API at /zstack/v1/backup-storage/image-store: 'image-store' is no uuid
          DELETE | /images/candidates     | ``                              | 404 no API at /zstack/v1/images/candidates: 'candidates' is no uuid
          PUT    | /backup-storage/ceph/actions | {"reconnectBackupStorage":{}} | 404 no API at /zstack/v1/backup-storage/ceph/actions: 'ceph' is no uuid
          POST   | /zones/{zone}/backup-storage/ceph | {}                   | 404 no API at /zstack/v1/zones/{zone}/backup-storage/ceph: 'ceph' is no uuid
          """)
  void malformed(String method, String path, String body, String answer) {
    calls.expect(answer, admin, method, path, body);
  }

  /** A proxy that looks into bodies would read an overlong A, or UTF-16, as something else. */
  @ParameterizedTest
  @ValueSource(strings = {"/zstack/v1/zones", "/zstack/api", "/v3/auth/tokens"})
  void bodiesAreUtf8(String path) throws Exception {
    String json = "{\"params\":{\"name\":\"\u00c1\u0081\"}}";
    for (Charset charset :
        List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(server.url() + path))
              .header("Authorization", "OAuth " + admin.session())
              .POST(BodyPublishers.ofByteArray(json.getBytes(charset)))
              .build();
      try (HttpClient client = HttpClient.newHttpClient()) {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("it is not UTF-8");
      }
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          X-Job-UUID    | 42                          | 400 header X-Job-UUID has to be 32 hexadecimal digits
          X-Job-UUID    | {33xa}                      | 400 header X-Job-UUID has to be 32 hexadecimal digits
          X-Job-UUID    | {32xg}                      | 400 header X-Job-UUID has to be 32 hexadecimal digits
          X-Job-UUID    | {job}                       | 400 a call with the job uuid {job} was already made; poll its result, or use a new uuid
          X-API-Timeout | soon                        | 400 header X-API-Timeout has to be seconds from 1 to 31536000
          X-API-Timeout | 0                           | 400 header X-API-Timeout has to be seconds from 1 to 31536000
          X-API-Timeout | -1                          | 400 header X-API-Timeout has to be seconds from 1 to 31536000
          X-API-Timeout | 99999999999999999999        | 400 header X-API-Timeout has to be seconds from 1 to 31536000
          X-Web-Hook    | ftp://127.0.0.1/            | 400 header X-Web-Hook has to be an http or https url without user and password, of at most 2048 characters
          X-Web-Hook    | somewhere                   | 400 header X-Web-Hook has to be an http or https url without user and password, of at most 2048 characters
          X-Web-Hook    | http://{2048xa}             | 400 header X-Web-Hook has to be an http or https url without user and password, of at most 2048 characters
          """)
  void header(String name, String value, String answer) {
    calls.expect(
        answer,
        admin,
        "POST",
        "/zones",
        "{\"params\":{\"name\":\"a\"}}",
        name,
        calls.expand(value));
  }

  /** A uuid may have any case, and dashes; nothing has it, and that is no error. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/zones/0123456789ABCDEF0123456789ABCDEF",
        "/images/01234567-89ab-cdef-0123-456789abcdef",
        "/backup-storage/00000000000000000000000000000000"
      })
  void ofUuidsThatNothingHasThereIsAnEmptyList(String path) {
    assertThat(admin.get(path).get("inventories")).isEmpty();
  }

  /** Methods that change things are told as well what is wrong. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /zstack/v1/zones?q=name~=50%             | 400 | its path or query string has a %
          GET    | /zstack/v1/zones?limit=%zz               | 400 | its path or query string has a %
          DELETE | /zstack/v1/zones/%u0041                  | 400 | its path or query string has a %
          PUT    | /zstack/v1/zones/a%u0041/actions         | 400 | its path or query string has a %
          GET    | /v3/users/%2                             | 400 | Bad Request
          PUT    | /v3/project/cos/%u0041                   | 400 | its path or query string has a %
          GET    | /healthz?%                               | 400 | its path or query string has a %
          PUT    | /zstack/v1/zones/%00/actions             | 400 | Bad Request
          DELETE | /zstack/v1/zones/%00                     | 400 | Bad Request
          MADEUP | /zstack/v1/zones                         | 501 | its method is not known
          """)
  void notToBeRead(String method, String target, int status, String why) throws Exception {
    String answer = RawConnection.answer(server.url(), "127.0.0.1", method, target, "{}");
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status)
        .contains("Content-Type: text/plain")
        .contains("\r\n\r\nthe request can not be read: " + why);
  }

  @Test
  void tenMegabytesOfJson() {
    String body = "{\"params\":{\"name\":\"" + "a".repeat(10 << 20) + "\"}}";

    ZStackClient.Answer answer =
        admin.sendExpectingContinue("POST", "/zones", BodyPublishers.ofString(body));

    assertThat(answer.status() + " " + answer.body())
        .isEqualTo("413 the body is larger than 1048576 bytes, the most that http.maxBody allows");
    assertThat(admin.get("/zones?count=true").get("total").asInt()).isEqualTo(1);
  }

  /** OpenStack's clients send that header with every request, and read the error from the JSON. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /zstack/v9/zones  | 404 | text/plain       | no API at /zstack/v9/zones
          GET    | /nosuch           | 404 | text/plain       | no API at /nosuch
          GET    | /v3/abc/volumes/x | 404 | application/json | "itemNotFound"
          GET    | /v3/nosuch        | 404 | application/json | "itemNotFound"
          GET    | /v3/auth/nosuch   | 404 | application/json | "error"
          PATCH  | /v3/auth/tokens   | 405 | application/json | "error"
          PUT    | /v3/abc/backups/x | 405 | application/json | "badMethod"
          GET    | /v3/endpoints     | 404 | application/json | "title":"Not Found"
          """)
  void whatIsNotThereIsToldInTheFormOfItsApi(
      String method, String path, int status, String type, String text) {
    VolumeAnswer answer =
        PowerVcClient.admin(server)
            .send(method, path, BodyPublishers.noBody(), "Accept", "application/json");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith(type);
    assertThat(answer.body()).contains(text).doesNotContain("javalin");
  }
}
