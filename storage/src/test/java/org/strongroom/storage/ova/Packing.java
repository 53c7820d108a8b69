package org.strongroom.storage.ova;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.ova.archive.Digests;

/** Packages put together by hand, as other producers make them. */
public final class Packing {
  private Packing() {}

  /** The form that PowerVC writes: a collection, attributes without prefix. */
  public static final String POWERVC =
      """
      <ovf:Envelope xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
        xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData">
       <ovf:References><ovf:File href="vol1.img" id="file1" size="10000"/>
        <ovf:File href="vol2.img" id="file2" size="20480"/></ovf:References>
       <ovf:DiskSection><ovf:Info/>
        <ovf:Disk capacity="2097152" capacityAllocationUnits="byte" diskId="disk1" fileRef="file1"/>
        <ovf:Disk capacity="20" capacityAllocationUnits="byte * 2^10" diskId="disk2" fileRef="file2"/>
       </ovf:DiskSection>
       <ovf:VirtualSystemCollection>
        <ovf:VirtualSystem ovf:id="vs0"><ovf:Name>IMAGE</ovf:Name><ovf:Info/>
         <ovf:ProductSection><ovf:Info/><ovf:Product/></ovf:ProductSection>
         <ovf:OperatingSystemSection ovf:id="79"><ovf:Info/><ovf:Description>RHEL</ovf:Description>
          <ns0:architecture xmlns:ns0="ibmpvc">ppc64le</ns0:architecture></ovf:OperatingSystemSection>
         <ovf:VirtualHardwareSection><ovf:Info/>
          <ovf:Item><rasd:Description/><rasd:ElementName>data</rasd:ElementName>
           <rasd:HostResource>ovf:/disk/disk1</rasd:HostResource><rasd:InstanceID>1</rasd:InstanceID>
           <rasd:ResourceType>17</rasd:ResourceType><ns1:boot xmlns:ns1="ibmpvc">False</ns1:boot></ovf:Item>
          <ovf:Item><rasd:Description/><rasd:ElementName>root</rasd:ElementName>
           <rasd:HostResource>ovf:/disk/disk2</rasd:HostResource><rasd:InstanceID>2</rasd:InstanceID>
           <rasd:ResourceType>17</rasd:ResourceType><ns2:boot xmlns:ns2="ibmpvc">True</ns2:boot></ovf:Item>
         </ovf:VirtualHardwareSection></ovf:VirtualSystem>
        <ovf:Info/><ovf:Name>COLLECTION</ovf:Name></ovf:VirtualSystemCollection>
      </ovf:Envelope>
      """;

  /** Puts descriptor and both disks into a directory. */
  static void powerVc(Path directory) throws IOException {
    Files.writeString(directory.resolve("image.ovf"), POWERVC);
    Files.write(directory.resolve("vol1.img"), randomBytes(1, 10_000));
    Files.write(directory.resolve("vol2.img"), randomBytes(2, 20_480));
  }

  static byte[] randomBytes(long seed, int count) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Manifest lines for files of a directory, by a pattern such as {@code SHA1(%s)= %s}. */
  static void manifest(Path directory, String line, DigestAlgorithm algorithm, String... files)
      throws IOException {
    List<String> lines = new ArrayList<>();
    for (String file : files) {
      byte[] digest = Digests.start(algorithm).digest(Files.readAllBytes(directory.resolve(file)));
      lines.add(line.formatted(file, HexFormat.of().formatHex(digest)));
    }
    Files.write(directory.resolve("image.mf"), lines);
  }

  /** {@code tar} of these files, in this order. */
  static Path tar(Path directory, String format, String... files) {
    List<String> command =
        new ArrayList<>(List.of("tar", "--format=" + format, "-cf", "image.ova"));
    command.addAll(List.of(files));
    Tool.run(directory, command.toArray(String[]::new));
    return directory.resolve("image.ova");
  }

  /** A tar made block by block, to hold what no tool writes. */
  static byte[] rawTar(byte[]... blocks) {
    var all = new java.io.ByteArrayOutputStream();
    for (byte[] block : blocks) {
      all.writeBytes(block);
      all.writeBytes(new byte[-block.length & 511]);
    }
    all.writeBytes(new byte[1024]);
    return all.toByteArray();
  }

  /** A ustar header with anything in it. */
  static byte[] header(String name, long size, char type) {
    byte[] block = new byte[512];
    put(block, 0, name);
    put(block, 100, "0000644");
    put(block, 124, size < 0 ? "" : "%011o".formatted(size));
    put(block, 257, "ustar\00000");
    block[156] = (byte) type;
    return checksum(block);
  }

  /** Sets the checksum right after a change. */
  static byte[] checksum(byte[] block) {
    put(block, 148, "        ");
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += block[i] & 0xff;
    }
    put(block, 148, "%06o\0".formatted(sum));
    return block;
  }

  static void put(byte[] block, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, block, offset, bytes.length);
  }

  static ByteSource memory(byte[] bytes) {
    return new ByteSource() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public int read(long position, ByteBuffer target) {
        if (position >= bytes.length) {
          return -1;
        }
        int count = (int) Math.min(target.remaining(), bytes.length - position);
        target.put(bytes, (int) position, count);
        return count;
      }

      @Override
      public void close() {}
    };
  }

  /** A file that counts what is read of it, and gives short reads now and then. */
  static final class CountingFile implements ByteSource {
    private final FileChannel channel;
    private final Random random = new Random(3);
    long bytesRead;

    CountingFile(Path file) throws IOException {
      channel = FileChannel.open(file);
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      int limit = target.limit();
      if (target.remaining() > 1) {
        target.limit(target.position() + 1 + random.nextInt(target.remaining()));
      }
      try {
        int count = channel.read(target, position);
        bytesRead += Math.max(count, 0);
        return count;
      } finally {
        target.limit(limit);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
