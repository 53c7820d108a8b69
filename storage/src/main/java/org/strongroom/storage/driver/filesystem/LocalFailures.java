package org.strongroom.storage.driver.filesystem;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;

/** Says what a failure of this machine's file systems was. */
final class LocalFailures {
  /** What Linux says for ENOSPC, EDQUOT and EFBIG. */
  private static final Pattern FULL =
      Pattern.compile("no space left|quota exceeded|file too large");

  private static final Pattern READ_ONLY =
      Pattern.compile("read-only file system|operation not permitted|permission denied");

  private static final Pattern NOT_A_DIRECTORY = Pattern.compile("not a directory|is a directory");

  private LocalFailures() {}

  interface Call<T> {
    T run() throws IOException;
  }

  interface Action {
    void run() throws IOException;
  }

  static <T> T explain(Object subject, Call<T> call) throws StorageException {
    try {
      return call.run();
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw new StorageException(reason(e), subject + ": " + text(e), e);
    } catch (InvalidPathException e) {
      // The JVM takes the encoding of file names from the locale; under C it knows ASCII alone.
      throw new StorageException(Reason.FAILED, subject + ": " + e.getReason(), e);
    } catch (ReadOnlyFileSystemException e) {
      throw new StorageException(
          Reason.PERMISSION_DENIED, subject + ": the file system is read-only", e);
    }
  }

  static void explain(Object subject, Action action) throws StorageException {
    explain(
        subject,
        () -> {
          action.run();
          return true;
        });
  }

  private static Reason reason(IOException e) {
    String text = text(e).toLowerCase(Locale.ROOT);
    return switch (e) {
      case NoSuchFileException _ -> Reason.NOT_FOUND;
      case FileAlreadyExistsException _ -> Reason.EXISTS;
      case AccessDeniedException _ -> Reason.PERMISSION_DENIED;
      case NotDirectoryException _ -> Reason.WRONG_TYPE;
      case EOFException _ -> Reason.FAILED;
      case IOException _ when FULL.matcher(text).find() -> Reason.NO_SPACE;
      case IOException _ when READ_ONLY.matcher(text).find() -> Reason.PERMISSION_DENIED;
      case IOException _ when NOT_A_DIRECTORY.matcher(text).find() -> Reason.WRONG_TYPE;
      default -> Reason.FAILED;
    };
  }

  private static String text(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file or directory";
      case AccessDeniedException _ -> "permission denied";
      case ClosedByInterruptException _ -> "interrupted";
      case FileSystemException named when named.getReason() != null ->
          String.valueOf(named.getReason());
      default -> String.valueOf(e.getMessage());
    };
  }
}
