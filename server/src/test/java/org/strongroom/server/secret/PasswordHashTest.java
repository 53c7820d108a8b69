package org.strongroom.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.api.ApiException;
import org.strongroom.server.caller.Origin;

@Tag("slow")
class PasswordHashTest {
  private static final String SENT = PasswordHash.sha512("password");

  @Test
  void clientsSendTheSha512InHexadecimal() {
    assertThat(SENT)
        .isEqualTo(
            "b109f3bbbc244eb82441917ed06d618b9008dd09b3befd1b5e07394c706a8bb980b1d7785e5976ec049b46df5f1326af5a2ea6d103fd07c95385ffab0cacbc86");
  }

  @Test
  void whatIsKeptIsSaltedArgon2id() {
    String kept = PasswordHash.of(SENT);
    assertThat(kept).startsWith("$argon2id$").doesNotContain(SENT);
    assertThat(PasswordHash.of(SENT)).isNotEqualTo(kept);
  }

  @Test
  void onlyTheSamePasswordMatches() {
    String kept = PasswordHash.of(SENT);
    assertThat(PasswordHash.matches(SENT, kept)).isTrue();
    assertThat(PasswordHash.matches(SENT.toUpperCase(Locale.ROOT), kept)).isTrue();
    assertThat(PasswordHash.matches(PasswordHash.sha512("Password"), kept)).isFalse();
    assertThat(PasswordHash.matches("password", kept)).isFalse();
    assertThat(PasswordHash.matches("", kept)).isFalse();
  }

  /** By another implementation, that hashed what is kept since before. */
  @Test
  void hashesAreThoseOfOthers() {
    String kept =
        "$argon2id$v=19$m=64,t=2,p=1$ecSPd/9o9qYH7foixgUh+Q$Nx4Fsoy+4LPfk7nlttE2ZoIdCcGhEyVBZWLj6LgcySk";
    assertThat(PasswordHash.matches(SENT, kept)).isTrue();
    assertThat(PasswordHash.matches(PasswordHash.sha512("Password"), kept)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "b109f3bb",
        "$argon2i$v=19$m=64,t=2,p=1$c2FsdHNhbHRzYWx0$c2FsdHNhbHRzYWx0c2FsdHNhbHQ",
        "$argon2id$v=19$m=9999999,t=2,p=1$c2FsdHNhbHRzYWx0$c2FsdHNhbHRzYWx0c2FsdHNhbHQ",
        "$argon2id$v=19$m=64,t=2,p=1$c2FsdHNhbHRzYWx0$",
      })
  void whatIsNoHashMatchesNothing(String kept) {
    assertThatThrownBy(() -> PasswordHash.matches(SENT, kept))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not one of our hashes");
  }

  /** It is no failure of the server, which the log would have to tell of. */
  @Test
  void whoLeavesWhileItIsComparedIsToldNothingOfTheInside() {
    String slow = PasswordHash.of(SENT).replace("m=19456,t=2,", "m=65536,t=10,");
    assertThat(slow).contains("t=10");
    new Origin("127.0.0.1", "request", () -> true).bind();
    try {
      assertThatThrownBy(() -> PasswordHash.matches(SENT, slow))
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("nobody waits for the answer any more");
    } finally {
      Origin.unbind();
    }
  }
}
