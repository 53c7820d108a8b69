package org.strongroom.e2e.material;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.strongroom.testing.TestDirectory;

/**
 * An OVA as other tools make them: a descriptor written by hand, in PowerVC's form unless changed,
 * packed by tar.
 */
public final class ForeignOva {
  private static final String DESCRIPTOR =
      """
      <ovf:Envelope xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
        xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData">
       <ovf:References>%s</ovf:References>
       <ovf:DiskSection><ovf:Info/>%s</ovf:DiskSection>
       <ovf:VirtualSystemCollection>
        <ovf:VirtualSystem ovf:id="vs0"><ovf:Name>IMAGE</ovf:Name><ovf:Info/>
         <ovf:ProductSection><ovf:Info/><ovf:Product/></ovf:ProductSection>
         <ovf:OperatingSystemSection ovf:id="79"><ovf:Info/><ovf:Description>RHEL</ovf:Description>
          <ns0:architecture xmlns:ns0="ibmpvc">ppc64le</ns0:architecture></ovf:OperatingSystemSection>
         <ovf:VirtualHardwareSection><ovf:Info/>%s
         </ovf:VirtualHardwareSection></ovf:VirtualSystem>
        <ovf:Info/><ovf:Name>IMAGE</ovf:Name></ovf:VirtualSystemCollection>
      </ovf:Envelope>
      """;
  private static final String FILE =
      "<ovf:File href=\"vol%1$d.img\" id=\"file%1$d\" size=\"%2$d\"/>";
  private static final String DISK =
      "<ovf:Disk capacity=\"%2$d\" capacityAllocationUnits=\"byte\" diskId=\"disk%1$d\" fileRef=\"file%1$d\"/>";
  private static final String ITEM =
      """
      <ovf:Item><rasd:Description/><rasd:ElementName>vol%1$d</rasd:ElementName>
       <rasd:HostResource>ovf:/disk/disk%1$d</rasd:HostResource><rasd:InstanceID>%1$d</rasd:InstanceID>
       <rasd:ResourceType>17</rasd:ResourceType><ns1:boot xmlns:ns1="ibmpvc">%2$s</ns1:boot></ovf:Item>
      """;

  private final Path directory;
  private final List<String> members = new ArrayList<>();
  private String format = "gnu";

  private ForeignOva(Path directory) {
    this.directory = directory;
  }

  /** An OVA of these disks, the last of which boots; its members are put into a new directory. */
  public static ForeignOva of(byte[]... disks) {
    try {
      ForeignOva ova =
          new ForeignOva(Files.createDirectory(TestDirectory.temporary("ova-").resolve("members")));
      ova.members.add("image.ovf");
      for (int i = 1; i <= disks.length; i++) {
        ova.add("vol%d.img".formatted(i), disks[i - 1]);
      }
      ova.write("image.ovf", descriptor(disks).getBytes(UTF_8));
      return ova;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String descriptor(byte[]... disks) {
    return DESCRIPTOR.formatted(
        each(disks, i -> FILE.formatted(i, disks[i - 1].length)),
        each(disks, i -> DISK.formatted(i, disks[i - 1].length)),
        each(disks, i -> ITEM.formatted(i, i == disks.length ? "True" : "False")));
  }

  private static String each(byte[][] disks, IntFunction<String> part) {
    return String.join("", IntStream.rangeClosed(1, disks.length).mapToObj(part).toList());
  }

  /** {@code ustar}, {@code gnu} or {@code pax}. */
  public ForeignOva format(String tarFormat) {
    this.format = tarFormat;
    return this;
  }

  /** With {@code ovf:} before all attributes, as standards and IBM's pages have it. */
  public ForeignOva prefixed() {
    return replace(" (href|id|size|capacity|capacityAllocationUnits|diskId|fileRef)=", " ovf:$1=");
  }

  /** Changes the descriptor. */
  public ForeignOva replace(String pattern, String with) {
    String changed = text("image.ovf").replaceAll(pattern, with);
    write("image.ovf", changed.getBytes(UTF_8));
    return this;
  }

  /** With PowerVC's second descriptor before the first, and no word on booting in that. */
  public ForeignOva meta() {
    long disks = members.stream().filter(name -> name.endsWith(".img")).count();
    StringBuilder meta = new StringBuilder("os-type = rhel\narchitecture = ppc64le\n");
    for (int i = 1; i <= disks; i++) {
      meta.append(
          "vol%1$d-file = vol%1$d.img%nvol%1$d-type = %2$s%n"
              .formatted(i, i == disks ? "boot" : "data"));
    }
    write("image.meta", meta.toString().getBytes(UTF_8));
    members.addFirst("image.meta");
    return replace("<ns1:boot.*</ns1:boot>", "");
  }

  /** With a manifest of all members so far, by {@code SHA1} or {@code SHA256}, at the end. */
  public ForeignOva manifest(String algorithm) {
    StringBuilder lines = new StringBuilder();
    for (String member : members) {
      lines.append("%s(%s)= %s%n".formatted(algorithm, member, digest(algorithm, bytes(member))));
    }
    return add("image.mf", lines.toString().getBytes(UTF_8));
  }

  /** Flips a bit of a member. */
  public ForeignOva damage(String member) {
    byte[] bytes = bytes(member);
    bytes[bytes.length / 2] ^= 1;
    write(member, bytes);
    return this;
  }

  /** Cuts the last byte off a member. */
  public ForeignOva shorten(String member) {
    byte[] bytes = bytes(member);
    write(member, Arrays.copyOf(bytes, bytes.length - 1));
    return this;
  }

  public ForeignOva without(String member) {
    members.remove(member);
    return this;
  }

  public ForeignOva add(String member, byte[] bytes) {
    write(member, bytes);
    members.add(member);
    return this;
  }

  /** With a symbolic link as a member. */
  public ForeignOva link(String member, String target) {
    try {
      Files.deleteIfExists(directory.resolve(member));
      Files.createSymbolicLink(directory.resolve(member), Path.of(target));
      members.add(member);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Packs it, once, as this file; through gzip if the name ends in {@code .gz}. */
  public Path pack(Path file) {
    List<String> command =
        new ArrayList<>(List.of("tar", "-P", "--format=" + format, "--owner=0", "--group=0"));
    command.addAll(List.of("-C", directory.toString(), "-cf", file.toString()));
    if (file.toString().endsWith(".gz")) {
      command.add("-z");
    }
    command.addAll(members);
    Programs.run(command.toArray(String[]::new));
    Programs.run("rm", "-r", directory.getParent().toString());
    return file;
  }

  private void write(String member, byte[] bytes) {
    try {
      Files.write(directory.resolve(member), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] bytes(String member) {
    try {
      return Files.readAllBytes(directory.resolve(member));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text(String member) {
    return new String(bytes(member), UTF_8);
  }

  private static String digest(String algorithm, byte[] bytes) {
    try {
      String name = algorithm.replace("SHA", "SHA-");
      return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
