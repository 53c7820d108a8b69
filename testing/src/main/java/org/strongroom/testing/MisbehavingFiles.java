package org.strongroom.testing;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.CopyOption;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Set;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/** The file system that a {@link MisbehavingSshServer} shows. */
final class MisbehavingFiles implements SftpFileSystemAccessor {
  private final Misbehaviour misbehaviour;

  MisbehavingFiles(Misbehaviour misbehaviour) {
    this.misbehaviour = misbehaviour;
  }

  @Override
  public SeekableByteChannel openFile(
      SftpSubsystemProxy subsystem,
      FileHandle handle,
      Path file,
      String name,
      Set<? extends OpenOption> options,
      FileAttribute<?>... attributes)
      throws IOException {
    if (options.contains(StandardOpenOption.WRITE)) {
      misbehaviour.beforeChange(name);
    }
    SeekableByteChannel channel =
        SftpFileSystemAccessor.super.openFile(subsystem, handle, file, name, options, attributes);
    return new MisbehavingChannel(channel, misbehaviour, subsystem.getServerSession());
  }

  @Override
  public void syncFileData(
      SftpSubsystemProxy subsystem,
      FileHandle handle,
      Path file,
      String name,
      java.nio.channels.Channel channel)
      throws IOException {
    var real = channel instanceof MisbehavingChannel wrapped ? wrapped.real() : channel;
    SftpFileSystemAccessor.super.syncFileData(subsystem, handle, file, name, real);
  }

  @Override
  public void closeFile(
      SftpSubsystemProxy subsystem,
      FileHandle handle,
      Path file,
      String name,
      java.nio.channels.Channel channel,
      Set<? extends OpenOption> options)
      throws IOException {
    var real = channel instanceof MisbehavingChannel wrapped ? wrapped.real() : channel;
    SftpFileSystemAccessor.super.closeFile(subsystem, handle, file, name, real, options);
  }

  @Override
  public NavigableMap<String, Object> resolveReportedFileAttributes(
      SftpSubsystemProxy subsystem,
      Path file,
      int flags,
      NavigableMap<String, Object> attributes,
      LinkOption... options) {
    if (attributes.get("size") instanceof Number size) {
      attributes.put("size", size.longValue() + misbehaviour.sizeError());
    }
    if (misbehaviour.sendsNoPermissions()) {
      attributes.remove("permissions");
    }
    return attributes;
  }

  @Override
  public void createDirectory(SftpSubsystemProxy subsystem, Path path) throws IOException {
    misbehaviour.beforeChange(path.toString());
    SftpFileSystemAccessor.super.createDirectory(subsystem, path);
  }

  @Override
  public void renameFile(
      SftpSubsystemProxy subsystem, Path from, Path to, Collection<CopyOption> options)
      throws IOException {
    misbehaviour.beforeChange(from.toString());
    SftpFileSystemAccessor.super.renameFile(subsystem, from, to, options);
  }

  @Override
  public void removeFile(SftpSubsystemProxy subsystem, Path path, boolean isDirectory)
      throws IOException {
    misbehaviour.beforeChange(path.toString());
    SftpFileSystemAccessor.super.removeFile(subsystem, path, isDirectory);
  }
}
