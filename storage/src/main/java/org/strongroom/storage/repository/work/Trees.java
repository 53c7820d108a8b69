package org.strongroom.storage.repository.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryException.Reason;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.snapshot.FileNode;
import org.strongroom.storage.repository.snapshot.Generation;
import org.strongroom.storage.repository.snapshot.TreeFile;
import org.strongroom.storage.repository.snapshot.TreeFile.Subtree;
import org.strongroom.storage.repository.snapshot.TreeFile.Tree;

/** The files of generations, whoever made these. */
public final class Trees {
  private static final int DEEPEST = 64;
  private static final int MOST_TREES = 5_000;
  private static final int MOST_FILES = 100_000;
  private static final int LONGEST_PATH = 4096;

  private final BlobReader blobs;

  public Trees(BlobReader blobs) {
    this.blobs = blobs;
  }

  /** The paths of all files, with their sizes. */
  public List<GenerationFile> files(Generation generation) throws IOException {
    var found = new ArrayList<GenerationFile>();
    walk(generation.tree(), "", 0, new int[1], found);
    return found;
  }

  private void walk(ContentId id, String path, int depth, int[] visited, List<GenerationFile> found)
      throws IOException {
    if (depth > DEEPEST || ++visited[0] > MOST_TREES || found.size() > MOST_FILES) {
      throw new RepositoryException(
          Reason.UNSUPPORTED, "the generation has more or deeper directories than are looked at");
    }
    Tree tree = read(id, none -> false);
    for (FileNode file : tree.files()) {
      found.add(new GenerationFile(path + "/" + file.name(), file.size()));
    }
    for (Subtree directory : tree.directories()) {
      walk(directory.tree(), path + "/" + directory.name(), depth + 1, visited, found);
    }
  }

  /** Takes the files of a generation. */
  public interface Files {
    public void file(String path, FileNode file) throws IOException;
  }

  /** Tells of all files with their blobs, however many; of directories that are the same, once. */
  public void forEach(Generation generation, Files each) throws IOException {
    var left = new ArrayList<Subtree>(List.of(new Subtree("", generation.tree())));
    var visited = new HashSet<ContentId>();
    while (!left.isEmpty()) {
      Subtree next = left.removeLast();
      if (visited.add(next.tree())) {
        Tree tree = read(next.tree(), any -> true);
        for (FileNode file : tree.files()) {
          each.file(next.name() + "/" + file.name(), file);
        }
        for (Subtree directory : tree.directories()) {
          String path = next.name() + "/" + directory.name();
          left.add(
              new Subtree(
                  path.substring(0, Math.min(path.length(), LONGEST_PATH)), directory.tree()));
        }
      }
    }
  }

  /**
   * A file with its blobs.
   *
   * @param path as {@link #files} tells it
   */
  public FileNode file(Generation generation, String path) throws IOException {
    List<String> names = List.of(path.substring(1).split("/", -1));
    ContentId id = generation.tree();
    for (String name : names.subList(0, names.size() - 1)) {
      id =
          read(id, none -> false).directories().stream()
              .filter(directory -> directory.name().equals(name))
              .findFirst()
              .orElseThrow(() -> missing(path))
              .tree();
    }
    return read(id, names.getLast()::equals).files().stream()
        .filter(file -> file.name().equals(names.getLast()))
        .findFirst()
        .orElseThrow(() -> missing(path));
  }

  /** The file of a generation that has only one, as those of disks have. */
  public FileNode onlyFile(Generation generation) throws IOException {
    String usual = generation.hostname() + ".raw";
    Tree root = read(generation.tree(), usual::equals);
    if (root.directories().isEmpty()
        && root.files().size() == 1
        && root.files().getFirst().name().equals(usual)) {
      return root.files().getFirst();
    }
    List<GenerationFile> files = files(generation);
    if (files.size() != 1) {
      throw new RepositoryException(
          Reason.UNSUPPORTED,
          "the generation has %d files, not that of one disk".formatted(files.size()));
    }
    return file(generation, files.getFirst().path());
  }

  public Tree read(ContentId id, Predicate<String> wanted) throws IOException {
    byte[] tree = blobs.read(BlobType.TREE, id);
    return TreeFile.read(tree, tree.length, wanted);
  }

  private static RepositoryException missing(String path) {
    return new RepositoryException(Reason.MISSING, "the generation has no file " + path);
  }
}
