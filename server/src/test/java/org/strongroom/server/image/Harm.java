package org.strongroom.server.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What happens to a copy behind the server's back. */
enum Harm {
  FLIPPED("expected SHA-256") {
    @Override
    void to(Path file) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
    }
  },
  TRUNCATED("it has 1000 of 1500000 bytes") {
    @Override
    void to(Path file) throws IOException {
      Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 1000));
    }
  },
  GREW("it has 1500001 of 1500000 bytes") {
    @Override
    void to(Path file) throws IOException {
      Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) + 1));
    }
  },
  REMOVED("its file is missing") {
    @Override
    void to(Path file) throws IOException {
      Files.delete(file);
    }
  },
  ITS_DIRECTORY_REMOVED("its file is missing") {
    @Override
    void to(Path file) throws IOException {
      Files.delete(file);
      Files.delete(file.resolveSibling(file.getFileName() + ".manifest.json"));
      Files.delete(file.getParent());
    }
  },
  A_DIRECTORY_IN_ITS_PLACE("its place is taken") {
    @Override
    void to(Path file) throws IOException {
      Files.delete(file);
      Files.createDirectory(file);
    }
  };

  private final String told;

  Harm(String told) {
    this.told = told;
  }

  /** What the catalog says of it, of an image of 1500000 bytes. */
  String told() {
    return told;
  }

  abstract void to(Path file) throws IOException;
}
