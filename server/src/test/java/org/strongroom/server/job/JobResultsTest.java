package org.strongroom.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.strongroom.api.ApiError;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;

/** A flood of refused calls pushes out only its own answers. */
class JobResultsTest {
  private static final JobOutcome REFUSED =
      new JobOutcome.Failed(ApiError.of(ErrorCode.INVALID_ARGUMENT, "no"));

  private final JobResults results = new JobResults();

  private static Call call(String account, String job) {
    return new Call(
        account.isEmpty() ? Caller.NOBODY : new Caller(account, account, false), job, "req-1");
  }

  private void flood(String account, String source) {
    for (int i = 0; i < 10_000; i++) {
      results.keepRefusal(call(account, "flood" + i), source, REFUSED);
    }
  }

  @Test
  void callsWithoutASessionPushOutOnlyThoseOfTheirSource() {
    results.keep(call("ann", "job"), REFUSED);
    results.keepRefusal(call("ann", "anns"), "10.0.0.9", REFUSED);
    results.keepRefusal(call("", "elsewhere"), "10.0.0.9", REFUSED);
    flood("", "10.0.0.1");
    assertThat(results.find("job")).isPresent();
    assertThat(results.find("anns")).isPresent();
    assertThat(results.find("elsewhere")).isPresent();
    assertThat(results.find("flood9999")).isPresent();
    assertThat(results.find("flood0")).isEmpty();
  }

  @Test
  void anAccountPushesOutOnlyItsOwn() {
    results.keepRefusal(call("ann", "anns"), "10.0.0.9", REFUSED);
    flood("mallory", "10.0.0.1");
    assertThat(results.find("anns")).isPresent();
  }

  @Test
  void manySourcesStayWithinTheBoundToo() {
    for (int i = 0; i < 5000; i++) {
      results.keepRefusal(call("", "job" + i), "source" + i, REFUSED);
    }
    assertThat(results.find("job4999")).isPresent();
    long kept = IntStream.range(0, 5000).filter(i -> results.find("job" + i).isPresent()).count();
    assertThat(kept).isEqualTo(2000);
  }
}
