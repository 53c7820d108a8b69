package org.strongroom.server.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.OperationModel;
import org.strongroom.api.registry.Operations;
import org.strongroom.api.zone.DeleteZone;

/** What audit entries name as the thing that a call was about. */
class SubjectTest {
  private static final OperationModel DELETE = Operations.named("DeleteZone").orElseThrow();

  @Test
  void aDeletionIsAboutTheResourceThatItNames() {
    String uuid = "0123456789ab4cde8f0123456789abcd";
    assertThat(Subject.of(DELETE, new DeleteZone(uuid, "Permissive"), new EmptyReply()))
        .isEqualTo(uuid);
  }

  /** The catalog has room for a uuid, and a deletion of what is not there succeeds. */
  @Test
  void whatIsNoUuidIsNothingThatACallIsAbout() {
    DeleteZone request = new DeleteZone("0123456789ab4cde8f0123456789abcd;a=b", "Permissive");
    assertThat(Subject.of(DELETE, request, new EmptyReply())).isNull();
  }
}
