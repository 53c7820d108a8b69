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
  private final HostPathPolicy everything =
      new HostPathPolicy(DEFAULT_BLACKLIST, "/*", DEFAULT_FILTER, List.of("/storage/sftp1"));

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
  void theBlacklistRefusesWhatTheWhitelistNames(String path) {
    assertThat(everything.test(path)).isFalse();
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
  void theWhitelistAllowsWhatItNames(String path) {
    assertThat(everything.test(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"blacklist", "whitelist", "blacklist;whitelist"})
  void theDefaultsAllowNothing(String filter) {
    var policy = new HostPathPolicy(DEFAULT_BLACKLIST, DEFAULT_WHITELIST, filter, List.of());
    for (String path : List.of("/home/me/x", "/root/x", "/srv/images/a.iso", "/", "/x")) {
      assertThat(policy.test(path)).as(path).isFalse();
    }
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
        new HostPathPolicy("/data/*/secret*; /exact.raw ;*.key", "*", "blacklist", List.of());
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
        DEFAULT_BLACKLIST, "/home;/mnt;/opt;/root", filter, List.of("/storage/sftp1"));
  }
}
