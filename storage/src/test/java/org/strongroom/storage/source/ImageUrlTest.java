package org.strongroom.storage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageUrlTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "http://host//a//b, HTTP, host, 80, //a//b, //a//b",
        "http://host/a.qcow2, HTTP, host, 80, /a.qcow2, /a.qcow2",
        "HTTPS://Host.Example:8443/a, HTTPS, host.example, 8443, /a, /a",
        "http://host, HTTP, host, 80, /, /",
        "http://host?x=1, HTTP, host, 80, /, /?x=1",
        "http://host:00081/a, HTTP, host, 81, /a, /a",
        "http://host:/a, HTTP, host, 80, /a, /a",
        "http://my_host/a b%20c, HTTP, my_host, 80, /a b c, /a%20b%20c",
        "http://[fe80::1]:81/a, HTTP, fe80::1, 81, /a, /a",
        "http://bücher.example/ü, HTTP, xn--bcher-kva.example, 80, /ü, /%C3%BC",
        "http://①②⑦.⓪.⓪.①/a, HTTP, 127.0.0.1, 80, /a, /a", // as it is checked, so it is told
        "http://127。0。0。1/a, HTTP, 127.0.0.1, 80, /a, /a",
        "http://host/100%.raw, HTTP, host, 80, /100%.raw, /100%25.raw",
        "http://host/a/../b/./c?d/../e, HTTP, host, 80, /a/../b/./c, /b/c?d/../e",
        "http://host/../x/y/.., HTTP, host, 80, /../x/y/.., /x/",
        "http://host/a/%2e%2e/., HTTP, host, 80, /a/../., /a/%2e%2e/",
        "ftp://host/a, FTP, host, 21, /a, /a",
        "sftp://u:p@host/a?b, SFTP, host, 22, /a, /a?b"
      })
  void readsUrls(
      String text, ImageUrl.Scheme scheme, String host, int port, String path, String target) {
    ImageUrl url = ImageUrl.parse(text);
    assertThat(url.scheme()).isEqualTo(scheme);
    assertThat(url.host()).isEqualTo(host);
    assertThat(url.port()).isEqualTo(port);
    assertThat(url.path()).isEqualTo(path);
    assertThat(url.target()).isEqualTo(target);
  }

  @Test
  void readsUserAndPasswordEvenUnescaped() {
    assertThat(ImageUrl.parse("ftp://user:p%40s:s@w@host/a").credentials())
        .contains(new ImageUrl.Credentials("user", "p@s:s@w"));
    assertThat(ImageUrl.parse("ftp://user@host/a").credentials())
        .contains(new ImageUrl.Credentials("user", ""));
  }

  @Test
  void readsFilesAndUploads() {
    assertThat(ImageUrl.parse("file:///home/a%20b?#c.raw").path()).isEqualTo("/home/a b?#c.raw");
    assertThat(ImageUrl.parse("upload://my.qcow2").scheme()).isEqualTo(ImageUrl.Scheme.UPLOAD);
    assertThat(ImageUrl.parse("upload://").scheme()).isEqualTo(ImageUrl.Scheme.UPLOAD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "host/a",
        "http:/host/a",
        "http:///a",
        "http://user:canary@/a",
        "http://host:0/",
        "http://host:80x/",
        "http://host:65536/",
        "http://host:123456/",
        "http://ho st/",
        "http://host\\@evil/",
        "http://[::1/",
        "http://[:::]/",
        "http://[fe80::1%eth0]/",
        "http://user:cana/canary@host/",
        "http://user:cana?canary@host/",
        "user:canary@host/a",
        "http://a\nb/",
        "http://host/a\u0000",
        "file://host/a",
        "file://relative",
        "file:/a"
      })
  void refuses(String text) {
    assertThatThrownBy(() -> ImageUrl.parse(text))
        .isInstanceOf(ImageUrlException.class)
        .hasMessageNotContaining("canary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gopher://h/", "s3://bucket/x", "jar://h/", "javascript://h/"})
  void namesTheKnownSchemes(String text) {
    assertThatThrownBy(() -> ImageUrl.parse(text))
        .isInstanceOf(ImageUrlException.class)
        .hasMessageContaining("http, https, ftp, sftp, file, upload");
  }

  @ParameterizedTest
  @CsvSource({
    "http://user:secret@host/a, http://***:***@host/a",
    "http://secret@host/a, http://***:***@host/a",
    "http://u:se@cret@host/a@b, http://***:***@host/a@b",
    "sftp://u:secret, sftp://u:secret",
    "https://h/a?X-Amz-Signature=secret&b=1, https://h/a?X-Amz-Signature=***&b=1",
    "https://h/a?b=1&SIG=secret, https://h/a?b=1&SIG=***",
    "https://h/a?token=secret#f, https://h/a?token=***#f",
    "https://h/a?tokens=1&design=2, https://h/a?tokens=1&design=2",
    "nbd://h:1/vda, nbd://h:1/vda",
    "nbd://h/drive-virtio-01, nbd://h/drive-virtio-01",
    "nbds://h:1/4Q0cfoGqXZ2m9rT1Yb6uWk3HsLpNdAeV?tls-hostname=x, nbds://h:1/4Q0c***?tls-hostname=x",
    "NBD://h/%20%21%22%23%24%25, NBD://h/%20%21%22%23***",
    "nbd+unix:///canary-canary-canary?socket=/a/b/c/d/e/f, nbd+unix:///cana***?socket=/a/b/c/d/e/f",
    "nbd://h/canary-canary/canary#canary, nbd://h/cana***",
    "nbd:/h/canary-canary-canary, nbd:/h/cana***",
    "nbd:h:10809:exportname=canary-canary-canary, nbd:h:10809:exportname=cana***",
    "no url at all, no url at all"
  })
  void masks(String text, String shown) {
    assertThat(UrlMask.mask(text)).isEqualTo(shown);
  }

  @Test
  void neverShowsItsSecrets() {
    assertThat(ImageUrl.parse("http://user:canary@host/a?sig=canary").toString())
        .doesNotContain("canary");
    assertThat(ImageUrl.parse("http://user:canary@host/a").credentials().toString())
        .doesNotContain("canary");
  }
}
