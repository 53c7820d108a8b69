package org.strongroom.e2e.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.strongroom.e2e.material.Programs;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Debian's command {@code openstack}, for one user in one project.
 *
 * @param environment where it finds the cloud and the user
 */
record OpenStackCommand(Map<String, String> environment) {

  static OpenStackCommand of(URI cloud, String user, String password, String project) {
    return new OpenStackCommand(
        Map.of(
            "OS_AUTH_URL",
            cloud.toString(),
            "OS_USERNAME",
            user,
            "OS_PASSWORD",
            password,
            "OS_PROJECT_NAME",
            project,
            "OS_USER_DOMAIN_NAME",
            "Default",
            "OS_PROJECT_DOMAIN_NAME",
            "Default",
            "OS_IDENTITY_API_VERSION",
            "3",
            "NO_PROXY",
            "127.0.0.1"));
  }

  /** Runs it with these words and answers how it ended. */
  Programs.Ended run(String... words) {
    return Programs.run(
        program(Stream.concat(Stream.of("/usr/bin/openstack"), Stream.of(words)).toList()), "");
  }

  /** What it prints with {@code -f json}; it has to end well. */
  JsonNode json(String... words) {
    Programs.Ended ended =
        run(Stream.concat(Stream.of(words), Stream.of("-f", "json")).toArray(String[]::new));
    assertThat(ended.code()).as(ended.err()).isZero();
    return JsonMapper.shared().readTree(ended.out());
  }

  /** Another program that finds the cloud and the user in the same way. */
  ProcessBuilder program(List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    return builder;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "openstack";
  }
}
