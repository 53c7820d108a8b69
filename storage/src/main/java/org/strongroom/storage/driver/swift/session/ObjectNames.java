package org.strongroom.storage.driver.swift.session;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;

/** Paths of a storage as names of objects. */
public final class ObjectNames {
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

  private final String prefix;
  private final int longest;

  /**
   * @param prefix of all names, without a slash at its end
   * @param longest bytes of a name that the store takes
   */
  public ObjectNames(String prefix, int longest) {
    this.prefix = prefix;
    this.longest = longest;
  }

  /** The object at a path. */
  public String of(StoragePath path) throws StorageException {
    String name = (prefix.isEmpty() ? "" : prefix + "/") + path;
    if (name.getBytes(StandardCharsets.UTF_8).length > longest) {
      throw new StorageException(
          Reason.FAILED,
          "%s: the store takes no names of more than %d bytes".formatted(path, longest));
    }
    return name;
  }

  /** What the names of all objects below a directory begin with; empty for the whole container. */
  public String below(StoragePath directory) {
    String name =
        prefix + (prefix.isEmpty() || directory.segments().isEmpty() ? "" : "/") + directory;
    return name.isEmpty() ? "" : name + "/";
  }

  /** The entry of a directory that an object is, or that stands for objects below it. */
  public static Optional<StoragePath> entry(StoragePath directory, String below, String name) {
    String own = name.substring(below.length());
    String segment = own.endsWith("/") ? own.substring(0, own.length() - 1) : own;
    try {
      return Optional.of(directory.resolve(segment));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // others' objects may have names that no path has
    }
  }

  /** Percent-encoded, but for slashes. */
  public static String encode(String name) {
    var encoded = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 128 && PLAIN.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append(hex(c >> 4)).append(hex(c & 15));
      }
    }
    return encoded.toString();
  }

  private static char hex(int digit) {
    return "0123456789ABCDEF".charAt(digit);
  }
}
