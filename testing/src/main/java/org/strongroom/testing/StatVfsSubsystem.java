package org.strongroom.testing;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.extensions.openssh.AbstractOpenSSHExtensionParser.OpenSSHExtension;
import org.apache.sshd.sftp.server.SftpSubsystem;
import org.apache.sshd.sftp.server.SftpSubsystemConfigurator;

/**
 * Adds what OpenSSH offers and the library does not, {@code statvfs@openssh.com}, and the faults of
 * single requests.
 */
final class StatVfsSubsystem extends SftpSubsystem {
  private static final String NAME = "statvfs@openssh.com";
  private static final String FSYNC = "fsync@openssh.com";
  private static final int UNIT = 4096;

  private final Path root;
  private final Misbehaviour misbehaviour;
  private volatile boolean cut;

  StatVfsSubsystem(
      ChannelSession channel,
      SftpSubsystemConfigurator configurator,
      Path root,
      Misbehaviour misbehaviour) {
    super(channel, configurator);
    this.root = root;
    this.misbehaviour = misbehaviour;
  }

  @Override
  protected void appendExtensions(Buffer buffer, String supportedVersions) {
    super.appendExtensions(buffer, supportedVersions);
    buffer.putString(NAME);
    buffer.putString("2");
  }

  @Override
  protected List<OpenSSHExtension> resolveOpenSSHExtensions(ServerSession session) {
    return super.resolveOpenSSHExtensions(session).stream()
        .filter(extension -> !misbehaviour.cannotSync() || !extension.getName().equals(FSYNC))
        .toList();
  }

  @Override
  protected void doProcess(Buffer buffer, int length, int type, int id) throws IOException {
    Optional<Misbehaviour.RequestFault> fault = misbehaviour.atRequest();
    if (fault.isEmpty()) {
      super.doProcess(buffer, length, type, id);
      return;
    }
    switch (fault.get()) {
      case REFUSED ->
          sendStatus(prepareReply(buffer), id, SftpConstants.SSH_FX_FAILURE, "made to fail");
      case CUT_BEFORE -> getServerSession().close(true);
      case CUT_AFTER -> {
        cut = true;
        super.doProcess(buffer, length, type, id);
        getServerSession().close(true);
      }
    }
  }

  /** Nothing leaves a connection that is being cut, which takes a while. */
  @Override
  protected void send(Buffer buffer) throws IOException {
    if (!cut) {
      super.send(buffer);
    }
  }

  @Override
  protected void executeExtendedCommand(Buffer buffer, int id, String extension)
      throws IOException {
    if (!extension.equals(NAME)) {
      super.executeExtendedCommand(buffer, id, extension);
      return;
    }
    FileStore store = Files.getFileStore(root);
    Buffer reply = prepareReply(buffer);
    reply.putByte((byte) SftpConstants.SSH_FXP_EXTENDED_REPLY);
    reply.putInt(id);
    long blocks = store.getTotalSpace() / UNIT;
    long free = misbehaviour.isFull() ? 0 : store.getUsableSpace() / UNIT;
    if (misbehaviour.tellsAbsurdSizes()) {
      blocks = Long.MAX_VALUE;
      free = Long.MAX_VALUE;
    }
    for (long field : new long[] {UNIT, UNIT, blocks, free, free, 1000, 1000, 1000, 1, 0, 255}) {
      reply.putLong(field);
    }
    send(reply);
  }
}
