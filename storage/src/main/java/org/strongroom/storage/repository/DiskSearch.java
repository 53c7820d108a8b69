package org.strongroom.storage.repository;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.inspection.Declaration;
import org.strongroom.storage.inspection.GuestDisks;
import org.strongroom.storage.inspection.ImageInspector;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.snapshot.FileNode;
import org.strongroom.storage.repository.snapshot.Generation;
import org.strongroom.storage.repository.snapshot.TreeFile.Subtree;
import org.strongroom.storage.repository.snapshot.TreeFile.Tree;
import org.strongroom.storage.repository.work.RepositoryParts;
import org.strongroom.storage.repository.work.Trees;

/**
 * Looks for disks in generations that stock restic has made. What says in its first bytes that it
 * is a disk is one, raw or in a format of images; what a file is called says little. Directories
 * that generations share are looked at once. Not thread-safe.
 */
public final class DiskSearch {
  private static final int DEEPEST = 64;

  /** A generation with more is no backup of disks: it is left alone after so much work. */
  private static final int MOST_TREES = 256;

  private static final int MOST_FILES = 256;

  /** Directories that are kept in memory. */
  private static final int MOST_KNOWN = 4096;

  private final RepositoryParts parts;
  private final Trees trees;
  private final Map<ContentId, Seen> known = new Remembered<>();
  private final Map<Content, Seen> heads = new Remembered<>();
  private int visited;

  DiskSearch(RepositoryParts parts) {
    this.parts = parts;
    this.trees = new Trees(parts.blobs());
  }

  /** What became of a generation. */
  public sealed interface Result {
    /** It has disks. */
    record Disks(List<FoundDisk> disks) implements Result {}

    /** It is to be left alone, and why. */
    record None(String reason) implements Result {}
  }

  /** What tells files apart without reading them. */
  private record Content(ContentId first, ContentId last, int blobs, String name) {}

  /**
   * A directory or file.
   *
   * @param files how many there are below it
   * @param why what is wrong with the first file that is no disk
   */
  private record Seen(int files, List<FoundDisk> disks, Optional<String> why) {}

  private static final class Remembered<K> extends LinkedHashMap<K, Seen> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, Seen> eldest) {
      return size() > MOST_KNOWN;
    }
  }

  /** Thrown by the walk to end it. */
  private static final class TooMany extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Looks at a generation.
   *
   * @throws IOException if the storage cannot be read
   */
  public Result in(Generation generation) throws IOException {
    visited = 0;
    try {
      Seen seen = directory(generation.tree(), 0);
      if (seen.disks().isEmpty()) {
        return new Result.None(seen.why().orElse("it has no files"));
      }
      boolean only = seen.files() == 1;
      return new Result.Disks(
          seen.disks().stream()
              .map(disk -> new FoundDisk(disk.path(), only, disk.size(), disk.format()))
              .toList());
    } catch (TooMany e) {
      return new Result.None(
          "it has more than %d files or directories, and is no backup of disks"
              .formatted(MOST_FILES));
    } catch (org.strongroom.storage.repository.file.RepositoryException e) {
      return new Result.None(String.valueOf(e.getMessage()));
    }
  }

  private Seen directory(ContentId tree, int depth) throws IOException, TooMany {
    Seen before = known.get(tree);
    if (before != null) {
      return before;
    }
    if (depth > DEEPEST || ++visited > MOST_TREES) {
      throw new TooMany();
    }
    Tree read = trees.read(tree, any -> true);
    if (read.files().size() > MOST_FILES || read.directories().size() > MOST_TREES) {
      throw new TooMany();
    }
    int files = 0;
    List<FoundDisk> disks = new ArrayList<>();
    Optional<String> why = Optional.empty();
    for (FileNode file : read.files()) {
      Seen seen = file(file);
      files++;
      disks.addAll(below(file.name(), seen.disks()));
      why = why.or(seen::why);
    }
    for (Subtree directory : read.directories()) {
      Seen seen = directory(directory.tree(), depth + 1);
      files += seen.files();
      disks.addAll(below(directory.name(), seen.disks()));
      why = why.or(seen::why);
    }
    if (files > MOST_FILES) {
      throw new TooMany();
    }
    Seen seen = new Seen(files, List.copyOf(disks), why);
    known.put(tree, seen);
    return seen;
  }

  private static List<FoundDisk> below(String name, List<FoundDisk> disks) {
    return disks.stream()
        .map(disk -> new FoundDisk("/" + name + disk.path(), false, disk.size(), disk.format()))
        .toList();
  }

  private Seen file(FileNode file) throws IOException {
    int blobs = file.content().size();
    if (blobs == 0) {
      return none(file, "it is empty");
    }
    var content =
        new Content(file.content().get(0), file.content().get(blobs - 1), blobs, file.name());
    @Nullable Seen before = heads.get(content);
    if (before == null) {
      before = look(file);
      heads.put(content, before);
    }
    return before;
  }

  private Seen look(FileNode file) throws IOException {
    try (GenerationDisk bytes = new GenerationDisk(parts, file)) {
      ImageFormat format =
          ImageInspector.format(bytes, Declaration.of(Optional.empty(), file.name()));
      if (format == ImageFormat.ISO) {
        return none(file, "it is an ISO image");
      }
      try (Disk disk = GuestDisks.open(format, bytes)) {
        return disk.size() == 0
            ? none(file, "its disk has 0 bytes")
            : new Seen(1, List.of(new FoundDisk("", false, disk.size(), format)), Optional.empty());
      }
    } catch (ImageFormatException e) {
      return none(file, String.valueOf(e.getMessage()));
    }
  }

  private static Seen none(FileNode file, String why) {
    return new Seen(1, List.of(), Optional.of("'%s': %s".formatted(file.name(), why)));
  }
}
