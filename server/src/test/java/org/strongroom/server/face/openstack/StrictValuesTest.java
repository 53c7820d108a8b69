package org.strongroom.server.face.openstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.api.ApiError;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.OperationModel;
import org.strongroom.api.backupnode.DiscoverBackupNode;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.caller.Caller;

/** Times, booleans and statuses, to the letter. */
final class StrictValuesTest {
  private static final OperationModel DISCOVER = Operations.of(DiscoverBackupNode.class);

  @Test
  void timesHaveThreeForms() {
    Instant time = Instant.parse("2021-07-22T10:02:07.083218900Z");
    assertThat(Times.exact(time)).isEqualTo("2021-07-22T10:02:07.083218");
    assertThat(Times.ofRow(time)).isEqualTo("2021-07-22T10:02:07.000000");
    assertThat(Times.seconds(time)).isEqualTo("2021-07-22T10:02:07Z");
    assertThat(Times.exact(Instant.parse("2021-07-22T10:02:07Z")))
        .isEqualTo("2021-07-22T10:02:07.000000");
    assertThat(Times.ofRowOrNull(null)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "t", "True", "ON", "y", " yes "})
  void textsMeanTrue(String text) {
    assertThat(StrictBoolean.parse(text)).contains(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "f", "False", "OFF", "n", "no"})
  void textsMeanFalse(String text) {
    assertThat(StrictBoolean.parse(text)).contains(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "yep", "<true>", "null"})
  void otherTextsMeanNothing(String text) {
    assertThat(StrictBoolean.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND,404",
    "CONFLICT,409",
    "INVALID_ARGUMENT,400",
    "OPERATION_FAILED,400",
    "CANNOT_CONNECT,400",
    "CANNOT_ALLOCATE,413",
    "QUOTA_EXCEEDED,413",
    "PERMISSION_DENIED,403",
    "NOT_SUPPORTED,501",
    "NODE_UNAVAILABLE,503",
    "TIMED_OUT,503",
    "INTERNAL,500"
  })
  void errorsBecomeFaults(ErrorCode code, int status) {
    Fault fault = ApiFaults.of(ApiError.of(code, "the reason"), DISCOVER, Caller.SYSTEM);
    assertThat(fault.status()).isEqualTo(status);
    assertThat(fault.text().contains("the reason")).isEqualTo(status != 500);
  }

  @ParameterizedTest
  @EnumSource(names = {"CANNOT_CONNECT", "IO_FAILED"})
  void aNodeThatIsAwayIsNoFaultOfTheCaller(ErrorCode code) {
    ApiError error = ApiError.of(code, "refused").within(code, "node 1 can not be reached");
    Fault fault = ApiFaults.ofReaching(error, DISCOVER, Caller.SYSTEM);
    assertThat(fault.status()).isEqualTo(503);
    assertThat(fault.text()).isEqualTo("node 1 can not be reached: refused");
  }
}
