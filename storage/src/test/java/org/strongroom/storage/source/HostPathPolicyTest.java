package org.strongroom.storage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.storage.source.HostPathPolicy.DEFAULT_BLACKLIST;
import static org.strongroom.storage.source.HostPathPolicy.DEFAULT_FILTER;
import static org.strongroom.storage.source.HostPathPolicy.DEFAULT_WHITELIST;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPathPolicyTest {
  private final HostPathPolicy usual = policy(DEFAULT_FILTER);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc",
        "/etc/shadow",
        "/root/.ssh/id_ed25519",
        "/home/me/.bashrc",
        "/home/~backup/x",
        "/usr/local/zstack/x",
        "/var/log/auth.log",
        "/dev/sda",
        "/proc/self/mem",
        "/sys/x",
        "/storage/sftp1/x.qcow2",
        "/storage/sftp1",
        "relative/x",
        "/home/../etc/shadow",
        "/home/./x",
        ""
      })
  void theDefaultsRefuse(String path) {
    assertThat(usual.test(path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/home/me/vm.qcow2",
        "/etcetera/x",
        "/mnt/a..b",
        "/srv/images/a b.iso",
        "/var/lib/x",
        "/storage/sftp10/x",
        "/home/a~b/x"
      })
  void theDefaultsAllow(String path) {
    assertThat(usual.test(path)).isTrue();
  }

  @Test
  void theWhitelistAloneAllowsWhatItNames() {
    HostPathPolicy policy = policy("whitelist");
    assertThat(policy.test("/home/me/x")).isTrue();
    assertThat(policy.test("/root/.ssh/x")).isTrue();
    assertThat(policy.test("/srv/x")).isFalse();
    assertThat(policy.test("/storage/sftp1/x")).isFalse();
  }

  @Test
  void bothListsMustAgree() {
    HostPathPolicy policy = policy("blacklist;whitelist");
    assertThat(policy.test("/home/me/x")).isTrue();
    assertThat(policy.test("/root/.ssh/x")).isFalse();
    assertThat(policy.test("/srv/x")).isFalse();
  }

  @Test
  void anAsteriskStandsForAnyText() {
    var policy =
        new HostPathPolicy("/data/*/secret*; /exact.raw ;*.key", "", "blacklist", List.of());
    assertThat(policy.test("/data/a/b/secrets/x")).isFalse();
    assertThat(policy.test("/data/secret")).isTrue();
    assertThat(policy.test("/exact.raw")).isFalse();
    assertThat(policy.test("/exact.raw2")).isTrue();
    assertThat(policy.test("/a/b.key")).isFalse();
    assertThat(policy.test("/a(b)/c")).isTrue();
  }

  @Test
  void refusesFiltersAndPatternsItDoesNotKnow() {
    assertThatThrownBy(() -> policy("greylist")).hasMessageContaining("greylist");
    assertThatThrownBy(() -> policy("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HostPathPolicy("etc", "", "blacklist", List.of()))
        .hasMessageContaining("'etc'");
  }

  private static HostPathPolicy policy(String filter) {
    return new HostPathPolicy(
        DEFAULT_BLACKLIST, DEFAULT_WHITELIST, filter, List.of("/storage/sftp1"));
  }
}
