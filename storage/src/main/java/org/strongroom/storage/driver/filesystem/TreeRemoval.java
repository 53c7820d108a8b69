package org.strongroom.storage.driver.filesystem;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Removes a directory with all below it; links are removed, not followed. What somebody else
 * removes meanwhile is passed over, and no reason to leave the rest.
 */
final class TreeRemoval extends SimpleFileVisitor<Path> {
  private TreeRemoval() {}

  static void remove(Path place) throws IOException {
    Files.walkFileTree(place, new TreeRemoval());
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    Lane.requireWanted();
    Files.deleteIfExists(file);
    Lane.progress();
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
      throws IOException {
    if (failure != null && !(failure instanceof NoSuchFileException)) {
      throw failure;
    }
    Lane.requireWanted();
    Files.deleteIfExists(directory);
    Lane.progress();
    return FileVisitResult.CONTINUE;
  }
}
