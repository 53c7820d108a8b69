package org.strongroom.server.backupstorage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.api.ApiException;

final class HostAddressTest {
  @ParameterizedTest
  @CsvSource({
    "192.168.0.220, 192.168.0.220",
    "::1, ::1",
    "[2001:DB8::1], 2001:DB8::1",
    "Backup-1.Example.ORG, Backup-1.Example.ORG",
    "localhost, localhost"
  })
  void ipv4Ipv6AndDnsNamesAreTaken(String given, String kept) {
    assertThat(HostAddress.checked(given)).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "256.1.1.1",
        "1.2.3",
        "1.2.3.4.5",
        "a b",
        "-a.b",
        "a..b",
        "host:22",
        "user@host",
        "http://host",
        "$(reboot)",
        "::g",
        "12345"
      })
  void anythingElseIsRefused(String hostname) {
    assertThatThrownBy(() -> HostAddress.checked(hostname))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("SYS.1007");
  }

  @Test
  void passwordsThatCameToTheWrongPlaceAreNotRepeated() {
    assertThatThrownBy(() -> HostAddress.checked("root:canary@10.0.0.1"))
        .hasMessageContaining("without a user")
        .hasMessageNotContaining("canary");
  }
}
