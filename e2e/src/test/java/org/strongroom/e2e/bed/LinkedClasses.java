package org.strongroom.e2e.bed;

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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.strongroom.testing.TestDirectory;

/**
 * What servers and tools of tests are started from. Where the product is there as jars, as in a
 * whole build, its classes are loaded and linked once for all of them: a start takes less than half
 * the time of a processor then, and there are hundreds.
 */
final class LinkedClasses {
  /** How the names of the jars of our modules begin. */
  private static final String OURS = "strongroom-";

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
    boolean built = jars.stream().anyMatch(jar -> name(jar).startsWith(product));
    return built ? String.join(File.pathSeparator, own(product, jars)) : whole;
  }

  /**
   * The jars that the product is packed with, but those of its modules as the tests have them. The
   * others are the tests' own, and whoever looks for services opens each jar that there is.
   */
  private static List<String> own(String product, List<String> jars) {
    Path packed = Path.of("..", product.substring(OURS.length()), "target", "lib");
    if (!Files.isDirectory(packed)) {
      return jars;
    }
    try (Stream<Path> files = Files.list(packed)) {
      List<String> libraries =
          files.map(file -> file.toAbsolutePath().normalize().toString()).sorted().toList();
      Set<String> names = libraries.stream().map(LinkedClasses::name).collect(Collectors.toSet());
      return Stream.concat(
              jars.stream()
                  .filter(jar -> name(jar).startsWith(OURS))
                  .filter(jar -> names.contains(name(jar)) || name(jar).startsWith(product)),
              libraries.stream().filter(jar -> !name(jar).startsWith(OURS)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(String jar) {
    return Path.of(jar).getFileName().toString();
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
    if (!Files.exists(cache) || !Files.exists(made()) || !Files.readString(made()).equals(path)) {
      return false;
    }
    for (String jar : path.split(File.pathSeparator)) {
      if (Files.getLastModifiedTime(Path.of(jar)).compareTo(Files.getLastModifiedTime(cache)) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Of which jars it was made. */
  private Path made() {
    return cache.resolveSibling(product + ".aot.path");
  }

  private void make() throws IOException, InterruptedException {
    Path part = cache.resolveSibling(product + ".aot.part");
    training.run(
        List.of("-XX:AOTCacheOutput=" + part, "-cp", path),
        TestDirectory.temporary("linked-classes-"));
    if (Files.exists(part)) {
      Files.move(part, cache, StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(made(), path);
    }
  }
}
