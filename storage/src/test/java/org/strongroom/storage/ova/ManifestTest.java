package org.strongroom.storage.ova;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.transfer.DigestMismatchException;

/** Manifests in all the forms that are about, and what they prove. */
class ManifestTest {
  @TempDir Path directory;
  private final ExecutorService pool = Executors.newFixedThreadPool(2);

  @BeforeEach
  void makeFiles() throws IOException {
    Packing.powerVc(directory);
  }

  @AfterEach
  void stop() {
    pool.close();
  }

  private ForeignPackage ova() {
    return new ForeignPackage(directory, pool);
  }

  @Test
  void aByteOrderMarkAndZerosAtTheEndDoNoHarm() throws IOException {
    Packing.manifest(
        directory, "SHA256(%s)= %s", DigestAlgorithm.SHA256, "image.ovf", "vol1.img", "vol2.img");
    Path manifest = directory.resolve("image.mf");
    Files.writeString(manifest, "\uFEFF" + Files.readString(manifest) + "\0".repeat(100));
    Packing.tar(directory, "ustar", "image.ovf", "image.mf", "vol1.img", "vol2.img");
    assertThat(ova().inspect().notes()).isEmpty();
    ova().checkDisks();
  }

  @ParameterizedTest
  @CsvSource({
    "SHA1(%s)= %s, SHA1",
    "SHA256(%s)= %s, SHA256",
    "SHA512(%s)= %s, SHA512",
    "SHA256 (%s) = %s, SHA256",
    "sha256(%s)=%s, SHA256",
    "SHA-1(%s)= %s, SHA1",
    "SHA2-256(%s)= %s, SHA256",
    "SHA2-512 (%s) = %s, SHA512"
  })
  void everyFormOfManifestIsVerified(String line, DigestAlgorithm algorithm) throws IOException {
    Packing.manifest(directory, line, algorithm, "image.ovf", "vol1.img", "vol2.img");
    Packing.tar(directory, "ustar", "image.ovf", "image.mf", "vol1.img", "vol2.img");
    OvaContents contents = ova().inspect();
    assertThat(contents.notes()).isEmpty();
    assertThat(contents.disks())
        .extracting(disk -> disk.digest().orElseThrow().algorithm())
        .containsOnly(algorithm);
    ova().checkDisks();
    ova().checkStream();

    ova().damage("vol1.img");
    Packing.tar(directory, "ustar", "image.ovf", "image.mf", "vol1.img", "vol2.img");
    assertThatThrownBy(ova()::checkDisks)
        .isInstanceOf(DigestMismatchException.class)
        .hasMessageContaining("'vol1.img' in 'image.ova' is damaged: expected")
        .hasMessageContaining(algorithm.javaName());
    assertThatThrownBy(ova()::checkStream).isInstanceOf(DigestMismatchException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA1", "SHA256", "SHA384", "SHA512"})
  void aManifestAtTheEndIsVerifiedInAStreamToo(DigestAlgorithm algorithm) throws IOException {
    Packing.manifest(
        directory, algorithm + "(%s)= %s", algorithm, "image.ovf", "vol1.img", "vol2.img");
    Packing.tar(directory, "ustar", "image.ovf", "vol1.img", "vol2.img", "image.mf");
    Tool.run(directory, "gzip", "image.ova");
    Files.move(directory.resolve("image.ova.gz"), directory.resolve("image.ova"));
    ForeignPackage.checkPowerVc(ova().inspect());
    ova().checkStream();

    Files.delete(directory.resolve("image.ova"));
    ova().damage("vol2.img");
    Packing.tar(directory, "ustar", "image.ovf", "vol1.img", "vol2.img", "image.mf");
    assertThatThrownBy(ova()::checkStream)
        .isInstanceOf(DigestMismatchException.class)
        .hasMessageStartingWith("'vol2.img' is damaged");
  }

  @Test
  void aChangedDescriptorIsFoundBeforeADiskIsRead() throws IOException {
    Packing.manifest(directory, "SHA256(%s)= %s", DigestAlgorithm.SHA256, "image.ovf", "vol1.img");
    ova().replaceInDescriptor("IMAGE", "OTHER");
    Packing.tar(directory, "ustar", "image.ovf", "image.mf", "vol1.img", "vol2.img");
    assertThatThrownBy(ova()::inspect)
        .isInstanceOf(DigestMismatchException.class)
        .hasMessageStartingWith("'image.ovf' is damaged");
    assertThatThrownBy(ova()::openStream).isInstanceOf(DigestMismatchException.class);
  }

  @Test
  void whatIsOddButHarmlessIsNoted() throws IOException {
    Packing.tar(directory, "ustar", "image.ovf", "vol1.img", "vol2.img");
    assertThat(ova().inspect().notes())
        .containsExactly("no manifest: the bytes can not be verified");

    Packing.manifest(directory, "SHA1(%s)= %s", DigestAlgorithm.SHA1, "image.ovf", "vol1.img");
    Files.writeString(
        directory.resolve("image.mf"),
        "SHA1(gone)= " + "0".repeat(40) + "\n",
        java.nio.file.StandardOpenOption.APPEND);
    Packing.tar(directory, "ustar", "image.ovf", "image.mf", "vol1.img", "vol2.img");
    assertThat(ova().inspect().notes())
        .containsExactly(
            "the manifest has a digest for 'gone', which is not there",
            "the manifest has no digest for 'vol2.img'");
  }
}
