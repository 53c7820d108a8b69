package org.strongroom.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShownConfigurationTest {
  @TempDir Path directory;

  @Test
  void everythingIsShownButSecrets() {
    Map<String, String> shown =
        ShownConfiguration.read(
            directory,
            Map.of(
                "STRONGROOM_ADMIN_PASSWORD", "planted-1",
                "STRONGROOM_DATABASE_PASSWORD", "planted-2",
                "STRONGROOM_DATABASE_URL",
                    "jdbc:postgresql://u:planted-3@db/x?password=planted-4&sslmode=require&sslpassword=planted-5",
                "STRONGROOM_KEYSTONE_URL", "https://u:planted/6?x# @keystone:5000",
                "STRONGROOM_HTTP_PORT", "9090"));

    assertThat(shown.toString()).doesNotContain("planted");
    assertThat(shown)
        .containsEntry("http.port", "9090")
        .containsEntry("admin.password", "***")
        .containsEntry("tls.key", "")
        .hasSize(Key.values().length);
    assertThat(shown.get("database.url")).contains("//***:***@db/x", "sslmode=require");
  }
}
