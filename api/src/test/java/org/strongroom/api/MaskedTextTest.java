package org.strongroom.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts of errors, events and jobs that quote what somebody wrote into a wrong place. */
class MaskedTextTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "no path: sftp://root:secret@host/a | no path: sftp://***:***@host/a",
        "'sftp://root:se cr/e?t#@host/a' is none | 'sftp://***:***@host/a' is none",
        "'sftp://root:p\"w/1@&x@host' is none | 'sftp://***:***@host' is none",
        "'ftp://root:it's @host' is none | 'ftp://***:***@host' is none",
        "http://token@host/x@y | http://***:***@host/x@y",
        "http://u:1@host | http://***:***@host",
        "from http://a:b@c/d to sftp://e:f g@h | from http://***:***@c/d to sftp://***:***@h",
        "'sftp://root:se cr… is too long | 'sftp://***:***@… is too long",
        "sftp://***:***@host/a@b | sftp://***:***@host/a@b",
        "http://host:8080/a@b and http://host/a@b | http://host:8080/a@b and http://host/a@b",
        "http://[::1]:80/a@b | http://[::1]:80/a@b",
        "at http://host:80 no a@b answers | at http://host:80 no a@b answers",
        "hostname 'root:se cr/et@192.0.2.1' is none | hostname '***:***@192.0.2.1' is none",
        "hostname \"ro:it's@host\" is none | hostname \"***:***@host\" is none",
        "root:secret@host is none | ***:***@host is none",
        "no zone has the uuid root:se cr/et@host | no zone has the uuid ***:***@host",
        "host:22 and 12:30 tell a@b | host:22 and 12:30 tell a@b",
        "it offers aes128-gcm@openssh.com | it offers aes128-gcm@openssh.com",
        "no mail to mailto:a@b | no mail to mailto:a@b",
        "failed: a@b refuses it | failed: a@b refuses it",
        "/srv/a:b@c is none | /srv/a:b@c is none",
        "://@ | ://***:***@",
        "an ssh url needs a user: ssh://user@host/path | an ssh url needs a user: ssh://user@host/path",
      })
  void usersAndPasswordsAreMasked(String text, String shown) {
    assertThat(MaskedText.of(text)).isEqualTo(shown);
    assertThat(MaskedText.of(shown)).as("once more").isEqualTo(shown);
  }

  @Test
  void whatIsCutIsMaskedBefore() {
    String url = "sftp://root:" + "secret ".repeat(20) + "@host";
    assertThat(ShortText.of("'" + url + "' is none", 40))
        .isEqualTo("'sftp://***:***@host' is none");
    assertThat(ApiError.of(ErrorCode.INTERNAL, url).details()).isEqualTo("sftp://***:***@host");
  }

  /** However it is made, a text costs no more than its length: minutes if it were its square. */
  @Test
  @Timeout(20)
  void longTextsAreNoBurden() {
    for (String part : List.of("'a:", "x://", " a:b", "://u:@", "://u:x", "a:")) {
      assertThat(MaskedText.of(part.repeat(100_000) + "@x")).endsWith("@x");
    }
  }
}
