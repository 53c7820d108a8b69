package org.strongroom.e2e.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.e2e.bed.PowerVcClient;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestNode;
import org.strongroom.e2e.bed.UsualPort;
import org.strongroom.e2e.bed.VolumeAnswer;
import org.strongroom.testing.OpenSshServer;

/** Calls of the PowerVC face that can not be carried out, and their exact answers. */
class BadPowerVcCallsTest {
  private static final String UNKNOWN = "0123456789ab4cde8f0123456789abcd";
  @TempDir static Path directory;
  private static TestBed bed;
  private static PowerVcClient admin;
  private static BadCalls calls;
  private static TestNode node;
  private static OpenSshServer fresh;
  private static String shown;

  @BeforeAll
  static void start() throws Exception {
    bed = TestBed.start(directory);
    admin = PowerVcClient.admin(bed.server());
    node = TestNode.register(admin, bed.sshd(), "taken");
    fresh = OpenSshServer.start("127.0.0.3");
    calls = new BadCalls(bed.server());
    calls.name("unknown", UNKNOWN);
    calls.name("fresh", fresh.host() + ":" + fresh.port());
    calls.name("fresh key", fresh.hostKeyFingerprint());
    calls.name("fresh port", String.valueOf(fresh.port()));
    calls.name("project", admin.project());
    calls.name("node", String.valueOf(node.id()));
    calls.name("host", bed.sshd().host());
    calls.name("port", String.valueOf(bed.sshd().port()));
    calls.name("key", bed.sshd().hostKeyFingerprint());
    calls.name("user", bed.sshd().shellAccount().username());
    calls.name("password", bed.sshd().shellAccount().password());
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      calls.name("closed", String.valueOf(closed.getLocalPort()));
    }
    shown = shownNode();
  }

  @AfterAll
  static void stop() {
    fresh.close();
    bed.close();
  }

  @AfterEach
  void theNodeIsAsItWas() {
    assertThat(shownNode()).isEqualTo(shown);
    assertThat(fresh.shellAccount().localHome().resolve("strongroom")).doesNotExist();
  }

  private static String shownNode() {
    return admin.call("GET", node.path()).body().replaceAll("\"health_status\".*", "");
  }

  /** A registration that would succeed, but for one attribute. */
  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          access_ip    | null          | 400 badRequest: Invalid input for field/attribute access_ip. null is not of type 'string'.
          access_ip    | 1             | 400 badRequest: Invalid input for field/attribute access_ip. A number is not of type 'string'.
          access_ip    | ["127.0.0.1"] | 400 badRequest: Invalid input for field/attribute access_ip. An array is not of type 'string'.
          access_ip    | ""            | 400 badRequest: Invalid input for field/attribute access_ip. It is empty.
          access_ip    | "{256xa}"     | 400 badRequest: Invalid input for field/attribute access_ip. It is too long: 256 characters, at most 255 are allowed.
          user_id      | null          | 400 badRequest: Invalid input for field/attribute user_id. null is not of type 'string'.
          user_id      | true          | 400 badRequest: Invalid input for field/attribute user_id. A boolean is not of type 'string'.
          user_id      | ""            | 400 badRequest: Invalid input for field/attribute user_id. It is empty.
          user_id      | "{256xa}"     | 400 badRequest: Invalid input for field/attribute user_id. It is too long: 256 characters, at most 255 are allowed.
          password     | null          | 400 badRequest: Invalid input for field/attribute password. null is not of type 'string'.
          password     | {"a":1}       | 400 badRequest: Invalid input for field/attribute password. An object is not of type 'string'.
          password     | ""            | 400 badRequest: Invalid input for field/attribute password. It is empty.
          password     | "{256xa}"     | 400 badRequest: Invalid input for field/attribute password. It is too long: 256 characters, at most 255 are allowed.
          display_name | null          | 400 badRequest: Invalid input for field/attribute display_name. null is not of type 'string'.
          display_name | 17            | 400 badRequest: Invalid input for field/attribute display_name. A number is not of type 'string'.
          display_name | ""            | 400 badRequest: Invalid input for field/attribute display_name. It is empty.
          display_name | "   "         | 400 badRequest: Invalid input for field/attribute display_name. It is empty.
          display_name | "{256xa}"     | 400 badRequest: Invalid input for field/attribute display_name. It is too long: 256 characters, at most 255 are allowed.
          display_name | "a\\u0000b"   | 400 badRequest: Invalid input for field/attribute display_name. It holds a character that can not be kept.
          display_name | "\\ud800"     | 400 badRequest: Invalid input for field/attribute display_name. It holds a character that can not be kept.
          cos_default  | 1             | 400 badRequest: Invalid input for field/attribute cos_default. A number is not of type 'string'.
          cos_default  | ""            | 400 badRequest: Invalid input for field/attribute cos_default. It is empty.
          cos_default  | "{256xa}"     | 400 badRequest: Invalid input for field/attribute cos_default. It is too long: 256 characters, at most 255 are allowed.
          ssh_port     | "22"          | 400 badRequest: Invalid input for field/attribute ssh_port. A string is not of type 'integer'.
          ssh_port     | 0             | 400 badRequest: Invalid input for field/attribute ssh_port. 0 is not between 1 and 65535.
          ssh_port     | 65536         | 400 badRequest: Invalid input for field/attribute ssh_port. 65536 is not between 1 and 65535.
          ssh_port     | 22.5          | 400 badRequest: Invalid input for field/attribute ssh_port. A number is not of type 'integer'.
          id           | 1             | 400 badRequest: Additional properties are not allowed ('id' was unexpected)
          unique_id    | "00:11"       | 400 badRequest: Additional properties are not allowed ('unique_id' was unexpected)
          host_key_fingerprint | "{key}" | 400 badRequest: Additional properties are not allowed ('host_key_fingerprint' was unexpected)
          Access_IP    | "127.0.0.1"   | 400 badRequest: Additional properties are not allowed ('Access_IP' was unexpected)
          """)
  void attributesOfARegistration(String attribute, String value, String expected) {
    calls.expect(expected, admin, "POST", "/backup-nodes", changed(attribute, value));
  }

  /** A good registration with one attribute replaced by this JSON, sent as it is written. */
  private static String changed(String attribute, String json) {
    Map<String, Object> registration = TestNode.registration(fresh, "a node");
    registration.put(attribute, "{changed}");
    return TestNode.body(registration).replace("\"{changed}\"", calls.expand(json));
  }

  @ParameterizedTest(name = "without {0}")
  @CsvSource({"access_ip", "user_id", "password", "display_name"})
  void requiredAttributes(String attribute) {
    Map<String, Object> registration = TestNode.registration(fresh, "a node");
    registration.remove(attribute);

    calls.expect(
        "400 badRequest: Invalid input for field/attribute registration. '%s' is a required property."
            .formatted(attribute),
        admin,
        "POST",
        "/backup-nodes",
        TestNode.body(registration));
  }

  /** The node says no, or is not the one that was meant. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          password  | "wrong"           | 400 badRequest: {user}@{fresh} refuses this user name or credential
          user_id   | "nobody-here"     | 400 badRequest: nobody-here@{fresh} refuses this user name or credential
          access_ip | "127.0.0.99"      | 400 badRequest: cannot connect to {user}@127.0.0.99:{fresh port}: Connection refused
          ssh_port  | {closed}          | 400 badRequest: cannot connect to {user}@127.0.0.3:{closed}: Connection refused
          access_ip | "no host.invalid" | 400 badRequest: hostname 'no host.invalid' is neither an IPv4 or IPv6 address nor a DNS name
          """)
  void nodesThatCannotBeReached(String attribute, String value, String expected) {
    calls.expect(expected, admin, "POST", "/backup-nodes", changed(attribute, value));
  }

  @Test
  void anAddressThatIsRegistered() {
    calls.expect(
        "409 conflictingRequest: the address {host} port {port} is already the one of backup node"
            + " {node} 'taken'",
        admin,
        "POST",
        "/backup-nodes",
        TestNode.body(TestNode.registration(bed.sshd(), "again")));
  }

  @Test
  void aMachineThatIsRegisteredUnderAnotherAddress() {
    try (OpenSshServer machine = UsualPort.start()) {
      TestNode first = TestNode.register(admin, machine, "first");
      Map<String, Object> second = TestNode.registration(machine, "second");
      second.put("access_ip", machine.otherHost());

      calls.expect(
          "409 conflictingRequest: the server shows the host key of backup node %d 'first': it is the same machine under another address"
              .formatted(first.id()),
          admin,
          "POST",
          "/backup-nodes",
          TestNode.body(second));
      admin.call("DELETE", first.path()).answered(204);
    }
  }

  @Test
  void anUpdateThatLeadsToAnotherMachine() {
    calls.expect(
        "409 conflictingRequest: nothing was changed: {user}@{fresh} shows the host key {fresh key}"
            + " instead of {key}; no credential was sent; if that is another machine, deregister"
            + " the node and register that one",
        admin,
        "PUT",
        node.path(),
        TestNode.body(Map.of("access_ip", fresh.host(), "ssh_port", fresh.port())));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {                                              | 400 badRequest: Malformed request body: it is not JSON, or names a key twice: it goes wrong in line 1, column 2
          null                                           | 400 badRequest: Malformed request body: it has to be an object
          17                                             | 400 badRequest: Malformed request body: it has to be an object
          "text"                                         | 400 badRequest: Malformed request body: it has to be an object
          []                                             | 400 badRequest: Malformed request body: it has to be an object
          [{"backup_nodes":{}}]                          | 400 badRequest: Malformed request body: it has to be an object
          {}                                             | 400 badRequest: Invalid input for field/attribute body. 'backup_nodes' is a required property.
          {"backup_node":{"registration":{}}}            | 400 badRequest: Invalid input for field/attribute body. 'backup_nodes' is a required property.
          {"backup_nodes":{},"x":1}                      | 400 badRequest: Additional properties are not allowed ('x' was unexpected)
          {"backup_nodes":{}}                            | 400 badRequest: Invalid input for field/attribute backup_nodes. 'registration' is a required property.
          {"backup_nodes":null}                          | 400 badRequest: Invalid input for field/attribute backup_nodes. It is not of type 'object'.
          {"backup_nodes":[]}                            | 400 badRequest: Invalid input for field/attribute backup_nodes. It is not of type 'object'.
          {"backup_nodes":{"registration":[]}}           | 400 badRequest: Invalid input for field/attribute registration. It is not of type 'object'.
          {"backup_nodes":{"registration":"x"}}          | 400 badRequest: Invalid input for field/attribute registration. It is not of type 'object'.
          {"backup_nodes":{"registration":{}}} {}        | 400 badRequest: Malformed request body: it is not JSON, or names a key twice: it goes wrong in line 1, column 38
          {"backup_nodes":{"registration":{},"registration":{}}} | 400 badRequest: Malformed request body: it is not JSON, or names a key twice: it goes wrong in line 1, column 50
          {"backup_nodes":{"registration":{"cos_default”: “bucket-1"}}} | 400 badRequest: Malformed request body: it is not JSON, or names a key twice: it goes wrong in line 1, column 59; it holds typographic quotes, where JSON has straight ones
          """)
  void bodiesOfARegistration(String body, String expected) {
    calls.expect(expected, admin, "POST", "/backup-nodes", body);
  }

  @Test
  void bytesThatAreNoUtf8() {
    VolumeAnswer answer =
        admin.send(
            "POST",
            "/v3/" + admin.project() + "/backup-nodes",
            BodyPublishers.ofByteArray(
                "{\"backup_nodes\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1)),
            "Content-Type",
            "application/json");

    assertThat(answer.fault()).isEqualTo("400 badRequest: Malformed request body: it is not UTF-8");
  }

  @Test
  void noBody() {
    calls.expect(
        "400 badRequest: Malformed request body: it is empty",
        admin,
        "POST",
        "/backup-nodes",
        "",
        "Content-Type",
        "application/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/json; charset=made-up", ";charset=\""})
  void bodiesThatAreNoJson(String contentType) {
    calls.expect(
        "415 badMediaType: Unsupported Content-Type: send application/json",
        admin,
        "POST",
        "/backup-nodes",
        TestNode.body(TestNode.registration(fresh, "a node")),
        "Content-Type",
        contentType);
  }

  @Test
  void bodiesThatAreTooLarge() {
    calls.expect(
        "413 overLimit: the body is larger than 1048576 bytes, the most that http.maxBody allows",
        admin,
        "POST",
        "/backup-nodes",
        "{\"backup_nodes\":\"{1048577xa}\"}");
  }

  @Test
  void bodiesThatAreTooDeep() {
    calls.expect(
        "400 badRequest: Malformed request body: it is not JSON, or names a key twice: Document"
            + " nesting depth (21) exceeds the maximum allowed (20)",
        admin,
        "POST",
        "/backup-nodes",
        "{100000x[}");
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GET    | /backup-nodes/0                             | `` | 404 itemNotFound: Backup node 0 could not be found.
          GET    | /backup-nodes/00{node}                      | `` | 404 itemNotFound: Backup node 00{node} could not be found.
          GET    | /backup-nodes/-1                            | `` | 404 itemNotFound: Backup node -1 could not be found.
          GET    | /backup-nodes/+{node}                       | `` | 404 itemNotFound: Backup node +{node} could not be found.
          GET    | /backup-nodes/{node}.0                      | `` | 404 itemNotFound: Backup node {node}.0 could not be found.
          GET    | /backup-nodes/%D9%A1                        | `` | 404 itemNotFound: Backup node \u0661 could not be found.
          GET    | /backup-nodes/%EF%BC%91                     | `` | 404 itemNotFound: Backup node \uff11 could not be found.
          GET    | /backup-nodes/9223372036854775808           | `` | 404 itemNotFound: Backup node 9223372036854775808 could not be found.
          GET    | /backup-nodes/{60x9}                        | `` | 404 itemNotFound: Backup node {60x9} could not be found.
          GET    | /backup-nodes/{100x9}                       | `` | 404 itemNotFound: Backup node {79x9}… could not be found.
          GET    | /backup-nodes/{unknown}                     | `` | 404 itemNotFound: Backup node {unknown} could not be found.
          GET    | /backup-nodes/detail                        | `` | 404 itemNotFound: Backup node detail could not be found.
          GET    | /backup-nodes/999                           | `` | 404 itemNotFound: Backup node 999 could not be found.
          DELETE | /backup-nodes/999                           | `` | 404 itemNotFound: Backup node 999 could not be found.
          PUT    | /backup-nodes/999/discover                  | `` | 404 itemNotFound: Backup node 999 could not be found.
          PUT    | /backup-nodes/999                           | {"backup_nodes":{"registration":{"display_name":"a"}}} | 404 itemNotFound: Backup node 999 could not be found.
          DELETE | /backup-nodes/{node}?force=maybe            | `` | 400 badRequest: Invalid value for 'force' in the query string: it has to be true or false
          DELETE | /backup-nodes/{node}?force=                 | `` | 400 badRequest: Invalid value for 'force' in the query string: it has to be true or false
          DELETE | /backup-nodes/{node}?uninstall=2            | `` | 400 badRequest: Invalid value for 'uninstall' in the query string: it has to be true or false
          DELETE | /backup-nodes/{node}?uninstall=truefalse    | `` | 400 badRequest: Invalid value for 'uninstall' in the query string: it has to be true or false
          DELETE | /backup-nodes/{node}?force=true&force=false | `` | 400 badRequest: Invalid value for 'force' in the query string: it is named more than once
          GET    | /backup-nodes?limit=-1                      | `` | 400 badRequest: limit must be an integer of 0 or more
          GET    | /backup-nodes?limit=many                    | `` | 400 badRequest: limit must be an integer of 0 or more
          GET    | /backup-nodes?limit=1.5                     | `` | 400 badRequest: limit must be an integer of 0 or more
          GET    | /backup-nodes?offset=-1                     | `` | 400 badRequest: offset must be an integer of 0 or more
          GET    | /backup-nodes?marker=999                    | `` | 400 badRequest: marker [999] not found
          GET    | /backup-nodes?marker=x                      | `` | 400 badRequest: marker [x] not found
          GET    | /backup-nodes?sort=nothing:asc              | `` | 400 badRequest: Invalid sort key 'nothing': there are [access_ip, backup_node_id, created_at, display_name, id, updated_at, user_id]
          GET    | /backup-nodes?sort=id:up                    | `` | 400 badRequest: Unknown sort direction 'up', must be 'asc' or 'desc'
          GET    | /backup-nodes?sort=id:asc&sort_key=id       | `` | 400 badRequest: The 'sort_key' and 'sort_dir' parameters are deprecated and cannot be used with the 'sort' parameter.
          PUT    | /backup-nodes/{node}                        | `` | 400 badRequest: Malformed request body: it is empty
          PUT    | /backup-nodes/{node}                        | {"backup_nodes":{"registration":{"password":null}}} | 400 badRequest: Invalid input for field/attribute password. null is not of type 'string'.
          PUT    | /backup-nodes/{node}                        | {"backup_nodes":{"registration":{"display_name":""}}} | 400 badRequest: Invalid input for field/attribute display_name. It is empty.
          PUT    | /backup-nodes/{node}                        | {"backup_nodes":{"registration":{"unique_id":"00:11"}}} | 400 badRequest: Invalid input for field/attribute unique_id. It can not be changed.
          PUT    | /backup-nodes/{node}                        | {"backup_nodes":{"registration":{"port":22}}} | 400 badRequest: Additional properties are not allowed ('port' was unexpected)
          PATCH  | /backup-nodes/{node}                        | {}  | 405 badMethod: The method PATCH is not allowed for this resource.
          POST   | /backup-nodes/{node}                        | {}  | 405 badMethod: The method POST is not allowed for this resource.
          DELETE | /backup-nodes                               | ``  | 405 badMethod: The method DELETE is not allowed for this resource.
          GET    | /backup-nodes/{node}/discover               | ``  | 405 badMethod: The method GET is not allowed for this resource.
          POST   | /backup-nodes/{node}/discover               | ``  | 405 badMethod: The method POST is not allowed for this resource.
          GET    | /backup-nodes/{node}/nothing                | ``  | 404 itemNotFound: The resource could not be found.
          GET    | /nothing                                    | ``  | 404 itemNotFound: The resource could not be found.
          GET    | /v3/{unknown}/backup-nodes                  | ``  | 400 badRequest: Malformed request url
          POST   | /v3/{unknown}/backup-nodes                  | {}  | 400 badRequest: Malformed request url
          GET    | /v3/no-project!/backup-nodes                | ``  | 400 badRequest: Malformed request url
          GET    | /image-backups/{unknown}                    | `` | 404 itemNotFound: Image backup {unknown} could not be found.
          GET    | /image-backups/1                            | `` | 404 itemNotFound: Image backup 1 could not be found.
          DELETE | /image-backups/{unknown}                    | `` | 404 itemNotFound: Image backup {unknown} could not be found.
          PUT    | /image-backups/{unknown}                    | {"image-backup":{"name":"a"}} | 404 itemNotFound: Image backup {unknown} could not be found.
          GET    | /image-backups/{unknown}/upload             | `` | 404 itemNotFound: Image backup {unknown} could not be found.
          POST   | /image-backups/{unknown}/download           | `` | 404 itemNotFound: Image backup {unknown} could not be found.
          GET    | /image-backups/tasks/{unknown}              | `` | 404 itemNotFound: no job has the uuid {unknown}
          POST   | /image-backups/{unknown}/action             | {"os-force_delete":{}} | 404 itemNotFound: Image backup {unknown} could not be found.
          POST   | /image-backups/{unknown}/action             | {"os-nothing":{}}      | 400 badRequest: Additional properties are not allowed ('os-nothing' was unexpected)
          POST   | /image-backups/export_image                 | {"image-backup":{"name":"a"}}            | 400 badRequest: Invalid input for field/attribute image-backup. 'src_image_id' is a required property.
          POST   | /image-backups/export_image                 | {"image-backup":{"src_image_id":"{unknown}"}} | 400 badRequest: Invalid input for field/attribute image-backup. 'name' is a required property.
          POST   | /image-backups/export_image                 | {"image-backups":{"name":"a","src_image_id":"{unknown}"}} | 400 badRequest: Invalid input for field/attribute body. 'image-backup' is a required property.
          POST   | /image-backups/export_image                 | {"image-backup":{"name":"a","src_image_id":"{unknown}"}}  | 404 itemNotFound: no image has the uuid {unknown}
          POST   | /image-backups/export_image                 | {"image-backup":{"name":"a","src_image_id":"{unknown}","upload_to_cos":"perhaps"}}  | 400 badRequest: Invalid input for field/attribute upload_to_cos. It is not of type 'boolean'.
          POST   | /image-backups/export_image                 | {"image-backup":{"name":"a","src_image_id":"../etc/passwd"}}  | 404 itemNotFound: no image has the uuid ../etc/passwd
          POST   | /image-backups/import_image                 | {"image-backup":{"name":"a"}} | 400 badRequest: Invalid input for image-backup: name either an image_backup_id, or a cos_id and an object_name in it.
          POST   | /image-backups/import_image                 | {"image-backup":{"name":"a","image_backup_id":"{unknown}"}} | 404 itemNotFound: no image backup has the uuid {unknown}
          POST   | /image-backups/import_image                 | {"image-backup":{"name":"a","image_backup_id":"{unknown}","cos_id":"{unknown}","object_name":"a"}} | 400 badRequest: Invalid input for image-backup: name either an image_backup_id, or a cos_id and an object_name in it.
          GET    | /cos/{unknown}                              | `` | 404 itemNotFound: COS {unknown} could not be found.
          DELETE | /cos/{unknown}                              | `` | 404 itemNotFound: COS {unknown} could not be found.
          GET    | /cos/{unknown}/list_images                  | `` | 404 itemNotFound: COS {unknown} could not be found.
          POST   | /cos                                        | {"cos":{}} | 400 badRequest: Invalid input for field/attribute cos. 'name' is a required property.
          POST   | /cos                                        | {"cos":{"name":"a","type":"floppy","bucket_name":"b","credentials":{}}} | 400 badRequest: Invalid input for field/attribute credentials. 'cos_endpoint' is a required property.
          POST   | /cos                                        | {"cos":{"name":"a","bucket_name":"b","credentials":"secret"}} | 400 badRequest: Invalid input for field/attribute credentials. A string is not of type 'object'.
          POST   | /backups                                    | {"backup":{"volume_id":"{unknown}"}} | 501 notImplemented: Volumes can not be backed up here: there are no volumes. Use POST image-backups/export_image for images.
          """)
  void requests(String method, String path, String body, String expected) {
    calls.expect(expected, admin, method, path, body);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          volume 3.999  | 406 computeFault: Version 3.999 is not supported by the API. Minimum is 3.0 and maximum is 3.71.
          volume 2.0    | 406 computeFault: Version 2.0 is not supported by the API. Minimum is 3.0 and maximum is 3.71.
          volume 4.1    | 406 computeFault: Version 4.1 is not supported by the API. Minimum is 3.0 and maximum is 3.71.
          volume 3      | 400 badRequest: API Version String '3' is of invalid format. It must be 'latest' or of format 'MajorNum.MinorNum'.
          volume 3.01   | 400 badRequest: API Version String '3.01' is of invalid format. It must be 'latest' or of format 'MajorNum.MinorNum'.
          volume newest | 400 badRequest: API Version String 'newest' is of invalid format. It must be 'latest' or of format 'MajorNum.MinorNum'.
          volume        | 400 badRequest: API Version String 'volume' is of invalid format. It must be 'latest' or of format 'MajorNum.MinorNum'.
          """)
  void microversions(String version, String expected) {
    calls.expect(expected, admin, "GET", "/backup-nodes", "", "OpenStack-API-Version", version);
  }

  @Test
  void tokensThatDoNotCount() {
    PowerVcClient revoked = PowerVcClient.admin(bed.server());
    revoked.revoke();
    for (PowerVcClient client :
        new PowerVcClient[] {
          revoked, admin.withToken(""), admin.withToken("garbage"), admin.withToken("{300xa}")
        }) {
      VolumeAnswer answer = client.call("GET", "/backup-nodes");

      assertThat(answer.fault())
          .isEqualTo("401 error: The request you have made requires authentication.");
      assertThat(answer.json().at("/error/title").asString()).isEqualTo("Unauthorized");
      assertThat(answer.header("WWW-Authenticate"))
          .isEqualTo("Keystone uri=\"%s/v3\"".formatted(bed.server().url()));
      assertThat(answer.header("X-Openstack-Request-Id")).startsWith("req-");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                                       | 400 error
          {"auth":1}                                                               | 400 error
          {"auth":{"identity":{"methods":[]}}}                                     | 400 error
          {"auth":{"identity":{"methods":["token"],"token":{"id":"x"}}}}           | 401 error
          {"auth":{"identity":{"methods":["password"],"password":{}}}}             | 400 error
          {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"admin","domain":{"name":"Default"},"password":"wrong"}}}}}  | 401 error
          {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"nobody","domain":{"name":"Default"},"password":"wrong"}}}}} | 401 error
          {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"admin","domain":{"name":"Other"},"password":"{admin password}"}}}}}   | 401 error
          {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"admin","domain":{"name":"Default"},"password":"{admin password}"}}},"scope":{"project":{"name":"none","domain":{"name":"Default"}}}}} | 401 error
          {"auth                                                                   | 400 error
          """)
  void logIns(String body, String expected) {
    calls.name("admin password", ServerProcess.PASSWORD);
    VolumeAnswer answer = admin.withToken("").at("POST", "/v3/auth/tokens", calls.expand(body));

    assertThat(answer.fault()).startsWith(expected + ": ");
    if (answer.status() == 401) {
      assertThat(answer.fault())
          .isEqualTo("401 error: The request you have made requires authentication.");
    }
    assertThat(answer.headers()).doesNotContainKey("x-subject-token");
  }

  @Test
  void faultsCarryTheCallersRequestId() {
    String id = "req-01234567-89ab-4cde-8f01-23456789abcd";

    VolumeAnswer answer = admin.call("GET", "/backup-nodes/999", "", "X-Openstack-Request-Id", id);

    assertThat(answer.header("X-Openstack-Request-Id")).startsWith("req-");
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertThat(answer.header("OpenStack-API-Version")).isEqualTo("volume 3.0");
  }

  @Test
  void nothingOfASecretIsInAFault() {
    Map<String, Object> registration = new LinkedHashMap<>(TestNode.registration(fresh, "a node"));
    registration.put("password", Map.of("my secret", "canary"));

    VolumeAnswer answer = admin.call("POST", "/backup-nodes", TestNode.body(registration));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain("canary");
  }
}
