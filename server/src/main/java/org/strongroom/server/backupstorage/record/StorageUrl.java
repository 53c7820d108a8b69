package org.strongroom.server.backupstorage.record;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.strongroom.api.ApiException;
import org.strongroom.api.ShortText;

/** The urls of storages on file systems: absolute paths of directories. */
public final class StorageUrl {
  private static final List<String> KERNEL = List.of("/proc", "/dev", "/sys");

  private StorageUrl() {}

  /**
   * The path without empty, {@code .} and {@code ..} segments and without a slash at its end.
   *
   * @throws ApiException SYS.1007 if it is not absolute, lies where the kernel's own file systems
   *     are, or holds control characters
   */
  public static String normalised(String url) {
    if (!url.startsWith("/")) {
      throw invalid(url, "has to be the absolute path of a directory, beginning with '/'");
    }
    if (url.chars().anyMatch(Character::isISOControl)) {
      throw invalid(url.replaceAll("\\p{Cntrl}", "?"), "holds control characters");
    }
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : url.split("/")) {
      if (segment.equals("..")) {
        segments.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    String normal = "/" + String.join("/", segments);
    for (String kernel : KERNEL) {
      if (within(normal, kernel)) {
        throw invalid(url, "lies under " + kernel);
      }
    }
    return normal;
  }

  /** Whether a normalised path is a directory or lies in it. */
  static boolean within(String path, String directory) {
    return path.equals(directory)
        || path.startsWith(directory.endsWith("/") ? directory : directory + "/");
  }

  /** Whether one of two normalised paths is the other or lies in it. */
  public static boolean overlap(String one, String other) {
    return within(one, other) || within(other, one);
  }

  private static ApiException invalid(String url, String why) {
    return ApiException.invalid("url '%s' %s".formatted(ShortText.of(url, 200), why));
  }
}
