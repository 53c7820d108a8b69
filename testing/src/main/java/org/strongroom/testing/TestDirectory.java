package org.strongroom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Directories that fixtures need for longer than a test, or without one. All of a process lie in
 * one, which goes when the process ends; what a process left that was killed, the next one removes.
 */
public final class TestDirectory {
  private static final String OF_A_PROCESS = "strongroom-tests-";

  private static @Nullable Path own;

  private TestDirectory() {}

  /**
   * Makes an empty directory.
   *
   * @param kind begins its name
   */
  public static Path temporary(String kind) {
    try {
      return Files.createTempDirectory(ofThisProcess(), kind);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static synchronized Path ofThisProcess() throws IOException {
    if (own == null) {
      Path all = Path.of(System.getProperty("java.io.tmpdir"));
      removeLeft(all);
      Path made = all.resolve(OF_A_PROCESS + ProcessHandle.current().pid());
      delete(made); // of a process that had the same number
      own = Files.createDirectory(made);
      // others' hooks stop servers that write there
      Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteLastly(made), "test clean-up"));
    }
    return own;
  }

  /** Removes what processes left that did not live to do so. */
  static void removeLeft(Path all) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(all, OF_A_PROCESS + "*")) {
      for (Path left : found) {
        String pid = left.getFileName().toString().substring(OF_A_PROCESS.length());
        if (pid.matches("[0-9]{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
          deleteLastly(left);
        }
      }
    }
  }

  /** Whoever still writes there is not waited for. */
  private static void deleteLastly(Path directory) {
    try {
      delete(directory);
    } catch (UncheckedIOException e) {
      // The next process finds it.
    }
  }

  /** Removes a directory with all that is in it; links are not followed. */
  public static void delete(Path directory) {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException reason)
                throws IOException {
              if (reason instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE; // somebody else deletes too
              }
              throw reason;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, @Nullable IOException reason)
                throws IOException {
              Files.deleteIfExists(left);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
