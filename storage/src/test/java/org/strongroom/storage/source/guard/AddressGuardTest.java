package org.strongroom.storage.source.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
  private final AddressGuard guard = new AddressGuard(List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.254",
        "localhost",
        "0.0.0.0",
        "0.1.2.3",
        "169.254.169.254",
        "169.254.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "100.100.100.200",
        "2130706433",
        "::",
        "::1",
        "fe80::1",
        "febf::1",
        "ff02::1",
        "fd00:ec2::254",
        "fd20:ce::254",
        "fd00:42::42",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b:1::169.254.169.254",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "::ffff:0:127.0.0.1",
        "64:ff9b:1:a9fe:a9:fe00::",
        "fe00::5efe:127.0.0.1",
        "2a00::200:5efe:169.254.169.254",
        "2001:0:a9fe:a9fe::1",
        "2001:0:808:808::80ff:fffe",
        "64:ff9b:1:ab7f:0:1::",
        "64:ff9b:1:abcd:7f:0:100::",
        "64:ff9b:1:abcd:7f:0:1ff:ffff",
        "64:ff9b:1:abcd:ef::127.0.0.1",
        "2a00:1:7f00:1::",
        "2a00:1:127f:0:1::",
        "2a00:1:2:a9fe:a9:fe00::",
        "2a00:1:2:37f:0:1::",
        "2a00:1:2:3:7f:0:100:0",
        "2a00:1:2:3::127.0.0.1",
        "2a00:1:2:3::169.254.169.254",
        "127.1",
        "0",
        "[::ffff:7f00:1]"
      })
  void refuses(String host) {
    assertThatThrownBy(() -> guard.check(host))
        .isInstanceOf(RefusedAddressException.class)
        .hasMessageContaining("'" + host + "'")
        .hasMessageContaining("image.url.allow");
  }

  /** Other programs would connect elsewhere. */
  @ParameterizedTest
  @ValueSource(strings = {"0177.0.0.1", "127.0.0.01", "010.1.2.3", "017700000001"})
  void refusesWhatIsReadInTwoWays(String host) {
    assertThatThrownBy(() -> guard.check(host)).hasMessageContaining("without leading zeros");
  }

  /** Names that other programs normalize to digits, and addresses with a scope. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "①②⑦.⓪.⓪.①",
        "１２７.0.0.1",
        "127。0。0。1",
        "::1%lo",
        "fe80::1%1",
        "::ffff:127.0.0.1%1",
        "0x7f000001",
        "0x7f.1",
        "127.0.0.1.",
        "127.0.0.0x1",
        "4294967296127.0.0.1"
      })
  void connectsNowhereByOtherWays(String host) {
    assertThatThrownBy(() -> guard.check(host)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2001:4860:4860::8888",
        "2620:fe::fe",
        "2606:4700::6810:84e5",
        "2a03:2880:f12f:83:face:b00c:0:25de",
        "2a00:1:2:3::1",
        "2a00:1:2:3:7f00:1:a9fe:a9fe",
        "2a00:1:2:3::ffff:1"
      })
  void takesNoAddressForATranslatedOneThatIsNone(String host) throws Exception {
    assertThat(guard.withoutPrivateNetworks().check(host)).isInstanceOf(Inet6Address.class);
  }

  @Test
  void privateNetworksBehindTranslatorsAreNotForEverybody() throws Exception {
    String host = "2a00:1:2:3::10.1.2.3";
    assertThat(guard.check(host)).isNotNull();
    assertThatThrownBy(() -> guard.withoutPrivateNetworks().check(host))
        .isInstanceOf(RefusedAddressException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"64:ff9b:1::8.8.8.8", "64:ff9b:1:808:8:800::", "2001:0:808:808::f7f7:f7f7"})
  void letsThroughWhatLeadsElsewhere(String host) throws Exception {
    assertThat(guard.check(host)).isInstanceOf(Inet6Address.class);
  }

  @Test
  void whereNamesLeadIsToldToAdministratorsAlone() {
    var inside =
        new AddressGuard(
            List.of(), host -> new InetAddress[] {InetAddress.ofLiteral("169.254.7.7")});
    assertThatThrownBy(() -> inside.check("inside.test")).hasMessageContaining("169.254.7.7");
    assertThatThrownBy(() -> inside.withoutPrivateNetworks().check("inside.test"))
        .isInstanceOf(RefusedAddressException.class)
        .hasMessageNotContaining("169.254.7.7");
  }

  @Test
  void refusesEveryAddressOfThisMachine() throws Exception {
    InetAddress lan = InetAddress.ofLiteral("192.168.7.7");
    var at =
        new AddressGuard(
            List.of(), InetAddress::getAllByName, address -> address.equals(lan), true);
    assertThatThrownBy(() -> at.check("192.168.7.7")).isInstanceOf(RefusedAddressException.class);
    assertThat(at.check("192.168.7.8")).isNotNull();
    var allowing =
        new AddressGuard(
            List.of(Network.parse("192.168.7.7/32")),
            InetAddress::getAllByName,
            address -> address.equals(lan),
            true);
    assertThat(allowing.check("192.168.7.7")).isEqualTo(lan);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.220",
        "100.64.0.1",
        "fd12::1",
        "::ffff:10.0.0.1"
      })
  void withoutPrivateNetworksTheyNeedToBeAllowed(String host) throws Exception {
    assertThatThrownBy(() -> guard.withoutPrivateNetworks().check(host))
        .isInstanceOf(RefusedAddressException.class)
        .hasMessageContaining("private network");
    var allowing =
        new AddressGuard(
            List.of(Network.parse("0.0.0.0/0"), Network.parse("::/0")), InetAddress::getAllByName);
    assertThat(allowing.withoutPrivateNetworks().check(host)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.220",
        "100.64.0.1",
        "8.8.8.8",
        "169.253.1.1",
        "fd00::1",
        "2001:db8::1",
        "fec0::1",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1"
      })
  void letsThrough(String host) throws IOException {
    assertThat(guard.check(host)).isEqualTo(InetAddress.getByName(host));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.0/8, 127.1.2.3",
    "127.0.0.1, 127.0.0.1",
    "::1/128, ::1",
    "fe80::/10, fe80::5",
    "127.0.0.0/8, ::ffff:127.0.0.1",
    "169.254.169.0/28, 169.254.169.14",
    "0.0.0.0/0, 127.0.0.1"
  })
  void letsThroughWhatTheSettingNames(String network, String host) throws IOException {
    var lenient = new AddressGuard(List.of(Network.parse(network)));
    assertThat(lenient.check(host)).isEqualTo(InetAddress.getByName(host));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.0/9, 127.200.0.1",
    "127.0.0.1, 127.0.0.2",
    "169.254.169.0/28, 169.254.169.16"
  })
  void andNoMore(String network, String host) {
    var lenient = new AddressGuard(List.of(Network.parse(network)));
    assertThatThrownBy(() -> lenient.check(host)).isInstanceOf(RefusedAddressException.class);
  }

  @Test
  void aMappedAddressThatJavaDidNotUnwrapIsRefused() throws IOException {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    mapped[12] = 127;
    mapped[15] = 1;
    var sly =
        new AddressGuard(
            List.of(), host -> new InetAddress[] {Inet6Address.getByAddress(host, mapped, -1)});
    assertThatThrownBy(() -> sly.check("sly")).isInstanceOf(RefusedAddressException.class);
  }

  @Test
  void takesTheFirstAddressThatMayBe() throws IOException {
    var mixed =
        new AddressGuard(
            List.of(),
            host ->
                new InetAddress[] {
                  InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("192.168.1.1")
                });
    assertThat(mixed.check("mixed").getHostAddress()).isEqualTo("192.168.1.1");
  }

  @Test
  void anUnknownHostIsSaidToBeUnknown() {
    assertThatThrownBy(() -> guard.check("no.such.host.invalid"))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("the host 'no.such.host.invalid' is not known");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "127.0.0.0/33",
        "127.0.0.0/-1",
        "127.0.0.0/x",
        "localhost",
        "fe80::/129",
        "/8"
      })
  void refusesWhatIsNoNetwork(String text) {
    assertThatThrownBy(() -> Network.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a network");
  }
}
