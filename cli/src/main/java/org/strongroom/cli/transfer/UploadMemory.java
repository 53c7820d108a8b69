package org.strongroom.cli.transfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.strongroom.cli.call.Call;
import org.strongroom.cli.client.Job;
import org.strongroom.cli.session.PrivateFiles;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of an upload when its process has died: a small file beside the sessions, one for
 * each server, command, and file as it was. It is locked as long as a process works at the upload.
 */
final class UploadMemory implements AutoCloseable {
  /** Longer than servers keep uploads. */
  private static final Duration KEPT = Duration.ofDays(7);

  private final @Nullable Path file;
  private final @Nullable FileChannel channel;

  private UploadMemory(@Nullable Path file, @Nullable FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** An upload that was begun. */
  record Begun(String imageUuid, Job job, String upload) {}

  /** Remembers nothing: where nothing can be kept, or another process is at the same upload. */
  static UploadMemory none() {
    return new UploadMemory(null, null);
  }

  /**
   * Of a command.
   *
   * @param directory the tool's configuration directory
   * @param server its address
   * @param sent the file that the command sends
   * @param call the command as it was typed
   */
  static UploadMemory of(Path directory, String server, Path sent, Call call, Instant now) {
    try {
      Path uploads = PrivateFiles.directory(directory.resolve("uploads"));
      forgetOld(uploads, now);
      Path file = PrivateFiles.file(uploads.resolve(key(server, sent, call) + ".json"));
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        return new UploadMemory(file, channel);
      }
      channel.close();
    } catch (IOException e) {
      // The upload goes its way, only not after the death of this process.
    }
    return none();
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static String key(String server, Path sent, Call call) throws IOException {
    String what =
        String.join(
            "\n",
            server,
            sent.toRealPath().toString(),
            String.valueOf(Files.size(sent)),
            Files.getLastModifiedTime(sent).toString(),
            new TreeMap<>(call.values()).toString());
    MessageDigest digest = Sha256.start();
    return Sha256.hex(digest.digest(what.getBytes(StandardCharsets.UTF_8))).substring(0, 32);
  }

  private static void forgetOld(Path uploads, Instant now) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(uploads, "*.json")) {
      for (Path one : all) {
        if (Files.getLastModifiedTime(one).toInstant().isBefore(now.minus(KEPT))) {
          Files.deleteIfExists(one);
        }
      }
    }
  }

  /** The upload that another process has begun and not ended. */
  Optional<Begun> recall() {
    if (file == null) {
      return Optional.empty();
    }
    try {
      JsonNode kept = JsonMapper.shared().readTree(Files.readString(file));
      String upload = kept.path("upload").asString("");
      return upload.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Begun(
                  kept.path("imageUuid").asString(""),
                  new Job(kept.path("jobUuid").asString(""), kept.path("jobLocation").asString("")),
                  upload));
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    }
  }

  void keep(Begun begun) {
    if (file != null) {
      String text =
          JsonMapper.shared()
              .createObjectNode()
              .put("imageUuid", begun.imageUuid())
              .put("jobUuid", begun.job().uuid())
              .put("jobLocation", begun.job().location())
              .put("upload", begun.upload())
              .toString();
      write(text);
    }
  }

  /** The upload is over, good or bad. */
  void forget() {
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        write("");
      }
    }
  }

  private void write(String text) {
    try {
      Files.writeString(java.util.Objects.requireNonNull(file), text);
    } catch (IOException e) {
      // Only the next process does not know of it.
    }
  }

  /** Lets another process have it. One that never began leaves nothing. */
  @Override
  public void close() {
    try {
      if (recall().isEmpty()) {
        forget();
      }
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The process ends soon.
    }
  }
}
