package org.strongroom.storage.driver.sftp.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Replies from a server that is not to be trusted. */
class ReplyDecoderTest {
  private final List<SftpReply> replies = new ArrayList<>();
  private final ReplyDecoder decoder = new ReplyDecoder(replies::add, text -> {}, () -> {});

  @Test
  void putsPiecesTogetherHoweverTheyAreCut() throws Exception {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    for (int id = 0; id < 50; id++) {
      out.writeInt(5 + id);
      out.writeByte(SftpReply.DATA);
      out.writeInt(id);
      out.write(new byte[id]);
    }
    byte[] all = bytes.toByteArray();
    var random = new Random(5);
    for (int at = 0; at < all.length; ) {
      int part = Math.min(all.length - at, random.nextInt(40));
      decoder.write(all, at, part);
      at += part;
    }
    assertThat(replies).extracting(SftpReply::id).hasSize(50).isSorted();
    assertThat(replies)
        .allSatisfy(reply -> assertThat(reply.body().remaining()).isEqualTo(reply.id()));
  }

  @Test
  void refusesAbsurdLengths() {
    for (int length : new int[] {-1, 0, 4, Integer.MAX_VALUE, (256 << 10) + 1}) {
      byte[] bytes = ByteBuffer.allocate(4).putInt(length).array();
      var fresh = new ReplyDecoder(replies::add, text -> {}, () -> {});
      assertThatThrownBy(() -> fresh.write(bytes, 0, 4)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void refusesRepliesThatDoNotParse() {
    var random = new Random(9);
    for (int i = 0; i < 2000; i++) {
      byte[] body = new byte[random.nextInt(40)];
      random.nextBytes(body);
      byte type = (byte) (SftpReply.STATUS + random.nextInt(5));
      var reply = new SftpReply(type, 1, ByteBuffer.wrap(body), 0);
      try {
        reply.as(SftpReply.ATTRS, SftpReply::attributes);
      } catch (IOException expected) {
        assertThat(expected).isNotNull();
      }
    }
  }

  @Test
  void knowsNoStatusBeyondTheProtocol() {
    assertThat(SftpStatus.of(4)).isEqualTo(SftpStatus.FAILURE);
    assertThat(SftpStatus.of(99)).isEqualTo(SftpStatus.FAILURE);
    assertThat(SftpStatus.of(-1)).isEqualTo(SftpStatus.FAILURE);
  }
}
