package org.strongroom.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.strongroom.testing.TestDirectory;

/**
 * What servers and tools of tests are started from. Where the product is there as jars, as in a
 * whole build, its classes are loaded and linked once for all of them: a start takes less than half
 * the time of a processor then, and there are hundreds.
 */
final class LinkedClasses {
  private final String product;
  private final Path cache;
  private final Training training;
  private final String path;
  private Optional<List<String>> options = Optional.empty();

  /** Starts a program that loads what others will load, and ends. */
  interface Training {
    /**
     * Runs it to its end.
     *
     * @param options those of the virtual machine, without the program and its arguments
     * @param directory an empty one
     */
    void run(List<String> options, Path directory) throws IOException, InterruptedException;
  }

  /**
   * Classes of one of the product's programs.
   *
   * @param product its jar's name up to the version
   */
  LinkedClasses(String product, Training training) {
    this.product = product;
    this.cache = Path.of("target", product + ".aot").toAbsolutePath();
    this.training = training;
    this.path = path(product);
  }

  /** The options of the virtual machine that say where the classes are. */
  synchronized List<String> arguments() {
    if (options.isEmpty()) {
      options = Optional.of(options());
    }
    List<String> arguments = new ArrayList<>(options.get());
    arguments.addAll(List.of("-cp", path));
    return arguments;
  }

  private static String path(String product) {
    String whole = System.getProperty("java.class.path");
    List<String> jars =
        Stream.of(whole.split(File.pathSeparator)).filter(entry -> entry.endsWith(".jar")).toList();
    boolean built =
        jars.stream().anyMatch(jar -> Path.of(jar).getFileName().toString().startsWith(product));
    return built ? String.join(File.pathSeparator, jars) : whole;
  }

  private List<String> options() {
    if (!path.contains(product + "-") || !Files.isDirectory(cache.getParent())) {
      return List.of();
    }
    Path lock = cache.resolveSibling(product + ".aot.lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) { // two test processes begin at the same time
      if (!isNewer()) {
        make();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return Files.exists(cache)
        ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off")
        : List.of();
  }

  private boolean isNewer() throws IOException {
    if (!Files.exists(cache)) {
      return false;
    }
    for (String jar : path.split(File.pathSeparator)) {
      if (Files.getLastModifiedTime(Path.of(jar)).compareTo(Files.getLastModifiedTime(cache)) > 0) {
        return false;
      }
    }
    return true;
  }

  private void make() throws IOException, InterruptedException {
    Path made = cache.resolveSibling(product + ".aot.part");
    training.run(
        List.of("-XX:AOTCacheOutput=" + made, "-cp", path),
        TestDirectory.temporary("linked-classes-"));
    if (Files.exists(made)) {
      Files.move(made, cache, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
