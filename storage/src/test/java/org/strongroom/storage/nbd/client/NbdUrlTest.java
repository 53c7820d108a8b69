package org.strongroom.storage.nbd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Urls as the NBD URI specification has them. */
class NbdUrlTest {
  @ParameterizedTest
  @CsvSource({
    "nbd://example.com:10810/disk, false, example.com, 10810, disk",
    "nbd://example.com/, false, example.com, 10809, ''",
    "nbd://example.com, false, example.com, 10809, ''",
    "nbd://example.com//disk, false, example.com, 10809, /disk",
    "nbd://example.com/hello%20world, false, example.com, 10809, hello world",
    "nbds://[2001:db8::1]:7/a/b, true, 2001:db8:0:0:0:0:0:1, 7, a/b",
    "NBDS://EXAMPLE.com/A, true, example.com, 10809, A",
    "nbds://10.0.0.1/x?tls-type=x509&tls-verify-peer=1, true, 10.0.0.1, 10809, x",
  })
  void hostPortAndExportAreRead(String text, boolean tls, String host, int port, String export) {
    NbdUrl url = NbdUrl.parse(text);
    assertThat(url.tls()).isEqualTo(tls);
    assertThat(url.host()).isEqualTo(host);
    assertThat(url.port()).isEqualTo(port);
    assertThat(url.export()).isEqualTo(export);
    assertThat(url.socket()).isEmpty();
    assertThat(NbdUrl.is(text)).isTrue();
  }

  @Test
  void aSocketOfThisMachineIsRead() {
    NbdUrl url = NbdUrl.parse("nbds+unix:///disk?socket=/run/a%20b.sock&tls-hostname=node1");
    assertThat(url.socket()).contains(Path.of("/run/a b.sock"));
    assertThat(url.export()).isEqualTo("disk");
    assertThat(url.tls()).isTrue();
    assertThat(url.tlsHost()).isEqualTo("node1");
    assertThat(NbdUrl.parse("nbd+unix://?socket=/s").export()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://example.com/disk",
        "nbd:example.com:10809",
        "nbd:///disk",
        "nbd://example.com:0/",
        "nbd://example.com:65536/",
        "nbd://[::zz]/",
        "nbd://a b/",
        "nbd://example.com/a%0ab",
        "nbd://example.com/a%00",
        "nbd://example.com/%ff",
        "nbd://example.com/%4",
        "nbd://example.com/disk#part",
        "nbd://example.com/?socket=/run/s",
        "nbd://example.com/?x-odd=1",
        "nbd+unix:///disk",
        "nbd+unix:///disk?socket=relative",
        "nbd+unix:///disk?socket=%00/abstract",
        "nbd+unix://host/disk?socket=/run/s",
        "nbd+vsock://2:10809/disk",
        "nbd+ssh://host/disk",
      })
  void whatIsNoneIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NbdUrl.parse(text))
        .withMessageStartingWith("not an NBD url: ");
  }

  @ParameterizedTest
  @CsvSource({
    "nbds://user@host/disk, pre-shared keys",
    "nbds://host/?tls-psk-file=/keys, pre-shared keys",
    "nbds://host/?tls-username=u, pre-shared keys",
    "nbds://host/?tls-type=psk, only x509",
    "nbds://host/?tls-type=anon, only x509",
    "nbd://host/?tls-type=x509, by nbds://",
    "nbds://host/?tls-verify-peer=0, always checked",
    "nbds://host/?tls-certificates=/etc/pki, tls.trustedCertificates",
  })
  void otherTlsIsRefusedByItsName(String text, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NbdUrl.parse(text))
        .withMessageContaining(reason);
  }

  @Test
  void anExportNameIsBounded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NbdUrl.parse("nbd://host/" + "a".repeat(4097)))
        .withMessageContaining("4096");
  }
}
